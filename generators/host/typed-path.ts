import { posix, relative, resolve, sep } from 'node:path';
import { isInside } from './is-inside.ts';

/**
 * What a path on the command line may mean, as paths relative to the host's root: from where the user stands, then from the root of the host.
 * Those that lead out of the host are left out; none are given for an absolute path.
 *
 * @param cwd where the user stands; absolute, as is `root`.
 */
export function typedPaths(typed: string, cwd: string, root: string): readonly string[] {
  const path = typed.replaceAll('\\', '/');
  if (/^(?:[A-Za-z]:|\/|~)/.test(path)) {
    return [];
  }
  const candidates = [cwd, root].map((base) => resolve(base, path));
  const inside = candidates.filter((candidate) => isInside(root, candidate));
  return [...new Set(inside.map((candidate) => relative(root, candidate).split(sep).join('/')))];
}

/** The path of a host as its user would type it. */
export function pathToType(path: string, cwd: string, root: string): string {
  return posix.normalize(relative(cwd, resolve(root, path)).split(sep).join('/'));
}
