import { posix } from 'node:path';

import type { HostFiles } from './host-files.ts';

/** The one way to write a path of the host: `../../apps/api/src` is `src` for a host in `apps/api`. */
export function hostPath(files: Pick<HostFiles, 'root'>, path: string): string {
  return relativePath(files, '.', path);
}

/** The way from one path of the host to another. */
export function relativePath({ root }: Pick<HostFiles, 'root'>, from: string, to: string): string {
  return posix.relative(posix.resolve(root, from), posix.resolve(root, to)) || '.';
}

/** The folders on the way to a path, outermost first: `src`, `src/jobs`. */
export function foldersOn(path: string): readonly string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
