import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { linkTree } from './link-tree.ts';

/**
 * Gives a host the packages that were installed into folders, as if all had been installed into its own.
 * @param folders as `installedPackages` makes them, with no package in two of them.
 */
export async function linkPackages(root: string, folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    await linkTree(join(folder, 'node_modules'), join(root, 'node_modules'));
    // What npm keeps for itself, which tells of one folder only.
    rmSync(join(root, 'node_modules/.package-lock.json'), { force: true });
  }
}
