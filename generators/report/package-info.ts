import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname } from 'node:path';

export interface PackageInfo {
  readonly name: string;
  readonly version: string;
  /** Folder of the package: `templates/` lies in it, whether this runs from `generators/` or from `dist/generators/`. */
  readonly root: string;
  /** `dist` or `source`: a stale `dist` is used silently in a linked checkout, so `--version` tells. */
  readonly build: 'dist' | 'source';
}

/** What this generator is, from its own package.json. */
export function packageInfo(): PackageInfo {
  const path = findPackageJSON(import.meta.url);
  if (!path) {
    throw new Error('The package.json of generator-abp-background-jobs is missing beside its code; install the package again.');
  }
  const { name, version } = JSON.parse(readFileSync(path, 'utf8')) as { name: string; version: string };
  return { name, version, root: dirname(path), build: import.meta.url.endsWith('.ts') ? 'source' : 'dist' };
}
