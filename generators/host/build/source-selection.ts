import { posix } from 'node:path';
import picomatch from 'picomatch';

import type { HostFiles } from '../host-files.ts';
import { hostPath } from '../host-path.ts';

/** A glob below a folder without wildcards, an absolute posix path. */
export interface FolderGlob {
  readonly folder: string;
  readonly glob: string;
}

/** The sources that a build is given, as `files`, `include` and `exclude` of a tsconfig.json have them. */
export interface SourceSelection {
  readonly include: readonly FolderGlob[];
  readonly exclude: readonly FolderGlob[];
  /** What their names end with. */
  readonly extensions: RegExp;
}

/** No application has more. */
const maximalFolders = 5_000;
const neverEntered = /^(?:node_modules|bower_components|jspm_packages|\..*)\/$/;

/**
 * A pattern of `include` or `exclude` as TypeScript reads it: a last part without a dot or a wildcard is a folder with all it holds.
 * @param folder absolute posix path that the pattern is relative to
 */
export function folderGlob(folder: string, pattern: string): FolderGlob {
  const absolute = posix.resolve(folder, pattern);
  const isFolder = !/[.*?]/.test(posix.basename(absolute)) || /(?:^|\/)\.{0,2}\/?$/.test(pattern);
  const parts = (isFolder ? `${absolute}/**/*` : absolute).split('/');
  const firstWild = parts.findIndex((part) => /[*?]/.test(part));
  const split = firstWild === -1 ? parts.length - 1 : firstWild;
  return { folder: parts.slice(0, split).join('/') || '/', glob: parts.slice(split).join('/') };
}

/** Whether the build is given this file, an absolute posix path. */
export function includes({ include, exclude, extensions }: SourceSelection, file: string): boolean {
  return extensions.test(file) && include.some((glob) => matches(glob, file)) && !exclude.some((glob) => matches(glob, file) || matchesAbove(glob, file));
}

function matches({ folder, glob }: FolderGlob, path: string): boolean {
  const inside = posix.relative(folder, path);
  return isInside(inside) && picomatch.isMatch(inside, glob);
}

/** What excludes a folder excludes all that it holds. */
function matchesAbove(glob: FolderGlob, path: string): boolean {
  const folder = posix.dirname(path);
  return isInside(posix.relative(glob.folder, folder)) && (matches(glob, folder) || matchesAbove(glob, folder));
}

/** All files that the build is given, as absolute posix paths. */
export function selectedFiles(files: HostFiles, selection: SourceSelection): readonly string[] {
  const tops = [...new Set(selection.include.map(({ folder }) => folder))];
  const folders = tops.filter((top) => !tops.some((other) => other !== top && isInside(posix.relative(other, top))));
  const isLeftOut = (folder: string): boolean => selection.exclude.some((glob) => matches(glob, folder) || matches(glob, `${folder}/x/x`));
  const found: string[] = [];
  for (let index = 0; index < Math.min(folders.length, maximalFolders); index++) {
    const folder = folders[index] ?? '/';
    for (const name of files.list(hostPath(files, folder))) {
      const path = posix.join(folder, name);
      if (!name.endsWith('/')) found.push(path);
      else if (!neverEntered.test(name) && !isLeftOut(path.slice(0, -1))) folders.push(path.slice(0, -1));
    }
  }
  return found.filter((file) => includes(selection, file));
}

function isInside(relative: string): boolean {
  return relative !== '' && relative !== '..' && !relative.startsWith('../');
}
