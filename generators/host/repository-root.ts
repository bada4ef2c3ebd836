import { posix } from 'node:path';
import { foldersUpwards } from './folders-upwards.ts';
import type { HostFiles } from './host-files.ts';

/** The folder with `.git` at or above the host's root, relative to it; `null` where the host is in no repository. */
export function repositoryRoot(files: HostFiles): string | null {
  const top = foldersUpwards(files, '.').at(-1) ?? '.';
  return files.exists(posix.join(top, '.git')) ? top : null;
}
