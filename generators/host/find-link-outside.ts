import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { HostFiles } from './host-files.ts';
import { isInside } from './is-inside.ts';
import { repositoryRoot } from './repository-root.ts';

/**
 * Where the deepest existing folder of `path` really lies, if that is outside the host and outside its repository; `null` when the path stays
 * inside: a source folder that is a link to another one of the repository is as good as a folder.
 * @param root absolute path of the host.
 */
export function findLinkOutside(root: string, files: HostFiles, path: string): string | null {
  const repository = join(root, repositoryRoot(files) ?? '.');
  for (let folder = join(root, path); ; folder = dirname(folder)) {
    const real = realPath(folder);
    if (real !== null) {
      return isInside(realpathSync(root), real) || isInside(realpathSync(repository), real) ? null : real;
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
