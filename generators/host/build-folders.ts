import { posix } from 'node:path';

import type { HostFiles } from './host-files.ts';
import { relativePath } from './host-path.ts';
import { tsConfigFor } from './read-ts-config.ts';

/**
 * The folders the source root may be compiled to, the likeliest first. Which one it is depends on what else the compiler takes in
 * (`dist` or `dist/src`), so all that can be are given.
 */
export function buildFolders(files: HostFiles, sourceFile: string, sourceRoot: string): readonly string[] {
  const config = tsConfigFor(files, sourceFile);
  const outDir = config?.outDir ?? 'dist';
  const below = config?.rootDir == null ? [] : [relativePath(files, config.rootDir, sourceRoot)].filter((path) => !path.startsWith('..'));
  const folders = [...below, '.', posix.basename(sourceRoot), sourceRoot].map((path) => posix.join(outDir, path).replace(/\/$/, ''));
  return [...new Set(folders)];
}

/** The source that a path in the built folder is made from; any other path as it is. */
export function sourceOfBuilt(path: string, sourceRoot: string, folders: readonly string[]): string {
  const [longest] = folders
    .filter((folder) => path === folder || path.startsWith(`${folder}/`))
    .toSorted((one, other) => other.length - one.length);
  return longest === undefined ? path : posix.join(sourceRoot, path.slice(longest.length)).replace(/\/$/, '');
}
