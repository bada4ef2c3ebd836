import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';

import type { HostFiles } from './host-files.ts';

/** Reads below `root`, an absolute path of the platform. What may not be read is taken for absent. */
export function diskHostFiles(root: string): HostFiles {
  return {
    root: `/${resolve(root).split(sep).filter(Boolean).join('/')}`,
    read: (path) => orNull(() => readFileSync(join(root, path), 'utf8')),
    exists: (path) => {
      const found = orNull(() => statSync(join(root, path), { throwIfNoEntry: false }));
      if (!found) return null;
      if (found.isFile()) return 'file';
      return found.isDirectory() ? 'folder' : null;
    },
    list: (path) => {
      const entries = orNull(() => readdirSync(join(root, path), { withFileTypes: true })) ?? [];
      return entries.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name)).toSorted();
    },
  };
}

function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
