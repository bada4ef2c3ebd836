import { posix } from 'node:path';

import type { HostFiles } from '../../generators/host/host-files.ts';

/** A host as text: path below {@link memoryRoot} and content. */
export type MemoryTree = Readonly<Record<string, string>>;

export const memoryRoot = '/host';

/** Opens folders of a host that lies in memory, in place of the disk. */
export function memoryHostFiles(tree: MemoryTree): (root: string) => HostFiles {
  const paths = Object.keys(tree).map((path) => posix.join(memoryRoot, path));
  return (root) => {
    const absolute = (path: string): string => posix.resolve(root, path);
    return {
      root: posix.resolve(root),
      read: (path) => tree[posix.relative(memoryRoot, absolute(path))] ?? null,
      exists: (path) => {
        const wanted = absolute(path);
        if (paths.includes(wanted)) return 'file';
        return paths.some((known) => known.startsWith(`${wanted === '/' ? '' : wanted}/`)) ? 'folder' : null;
      },
      list: (path) => {
        const folder = `${absolute(path)}/`;
        const below = paths.filter((known) => known.startsWith(folder)).map((known) => known.slice(folder.length));
        return [...new Set(below.map((known) => known.replace(/\/.*/, '/')))].toSorted();
      },
    };
  };
}
