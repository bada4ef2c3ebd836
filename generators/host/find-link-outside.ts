import { existsSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative } from 'node:path';

/**
 * Where the deepest existing folder of `path` really lies, if that is outside the host and outside its repository; `null` when the path stays
 * inside: a source folder that is a link to another one of the repository is as good as a folder.
 * @param root absolute path of the host.
 */
export function findLinkOutside(root: string, path: string): string | null {
  for (let folder = join(root, path); ; folder = dirname(folder)) {
    const real = realPath(folder);
    if (real !== null) {
      return isInside(realpathSync(root), real) || isInside(realpathSync(repositoryOf(root)), real) ? null : real;
    }
  }
}

/** The folder with `.git` at or above; the folder itself where there is none. */
function repositoryOf(root: string): string {
  for (let folder = root; folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) {
      return folder;
    }
  }
  return root;
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (!way.startsWith('..') && !isAbsolute(way));
}

function realPath(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}
