import { isAbsolute, relative, sep } from 'node:path';

/** Whether a path is the folder or lies below it; both absolute and native. A name like `..jobs` leads nowhere else. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
