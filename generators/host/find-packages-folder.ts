import { posix } from 'node:path';

import { foldersUpwards } from './folders-upwards.ts';
import type { HostFiles } from './host-files.ts';

/** Where TypeORM is installed or, before it is, Nest: in a workspace that is a folder of its own or one that all share. */
export function findPackagesFolder(files: HostFiles): string {
  const folders = foldersUpwards(files, '.').map((folder) => posix.join(folder, 'node_modules'));
  const holding = (name: string): string | undefined => folders.find((folder) => files.exists(posix.join(folder, name)) === 'folder');
  return holding('typeorm') ?? holding('@nestjs/core') ?? 'node_modules';
}
