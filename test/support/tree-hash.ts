import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** One hash over the paths, modes and bytes of everything in a folder but `.git` and `node_modules`: equal means not a byte has changed. */
export function treeHash(folder: string): string {
  const hash = createHash('sha256');
  const add = (path: string): void => {
    const full = join(folder, path);
    const stat = lstatSync(full);
    hash.update(`${path}\0${stat.mode}\0`);
    if (stat.isDirectory()) {
      readdirSync(full)
        .filter((name) => name !== '.git' && name !== 'node_modules')
        .toSorted()
        .forEach((name) => add(join(path, name)));
    } else {
      const content = stat.isSymbolicLink() ? readlinkSync(full) : readFileSync(full);
      hash.update(`${content.length}\0`).update(content);
    }
  };
  add('.');
  return hash.digest('hex');
}
