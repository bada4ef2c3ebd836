import { realpathSync } from 'node:fs';
import { dirname, join, relative, isAbsolute } from 'node:path';

/**
 * Where the deepest existing folder of `path` really lies, if that is outside the host; `null` when the path stays inside.
 * @param root absolute path of the host.
 */
export function findLinkOutside(root: string, path: string): string | null {
  const realRoot = realpathSync(root);
  for (let folder = join(root, path); ; folder = dirname(folder)) {
    const real = realPath(folder);
    if (real !== null) {
      const way = relative(realRoot, real);
      return way === '' || (!way.startsWith('..') && !isAbsolute(way)) ? null : real;
    }
  }
}

function realPath(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}
