import { posix } from 'node:path';

import type { HostFiles } from './host-files.ts';

/** Nothing of a solution lies further above its host than this. */
const maximalHeight = 12;

/**
 * The folder and those above it, up to the repository root (the folder with `.git`) or, failing that, the end of the path.
 * Posix, relative to the host's root: `src`, `.`, `..`, `../..`.
 */
export function foldersUpwards(files: HostFiles, folder: string): readonly string[] {
  const folders: string[] = [];
  for (let current = posix.normalize(folder); folders.length < maximalHeight + 12; current = posix.join(current, '..')) {
    folders.push(current);
    if (files.exists(posix.join(current, '.git')) || current.split('/').filter((part) => part === '..').length >= maximalHeight) break;
  }
  return folders;
}
