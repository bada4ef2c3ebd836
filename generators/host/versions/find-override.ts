import { posix } from 'node:path';
import semver from 'semver';

import { findPackageManager } from '../find-package-manager.ts';
import type { Fact, PackageManager } from '../host.ts';
import type { HostFiles } from '../host-files.ts';
import { readJson } from '../read-json.ts';
import { asRecord, asText } from '../records.ts';
import { readYaml } from './yaml-file.ts';

/** Where each package manager is told of versions that replace the declared ones: keys of package.json. */
const manifestPlaces: Readonly<Record<PackageManager, readonly (readonly string[])[]>> = {
  'npm': [['overrides']],
  'pnpm': [['pnpm', 'overrides'], ['resolutions']],
  'yarn': [['resolutions']],
  'yarn-classic': [['resolutions']],
  'bun': [['overrides'], ['resolutions']],
};

interface Declared {
  readonly name: string;
  readonly written: string;
  /** Name of the package that declares it. */
  readonly by: string;
}

/** What the root of the workspace replaces a declared range with; only the outermost package.json counts. */
export function findOverride(files: HostFiles, folders: readonly string[], declared: Declared): Fact<string> | null {
  const root = folders.findLast((folder) => files.exists(posix.join(folder, 'package.json')) === 'file');
  if (root === undefined) return null;
  const manager = findPackageManager(files, folders[0] ?? '.').value;
  const manifest = readJson(files, posix.join(root, 'package.json'));
  for (const place of manifestPlaces[manager]) {
    const key = Object.keys(asRecord(manifest?.get(...place))).find((candidate) => isFor(candidate, declared));
    if (!manifest || key === undefined) continue;
    // npm writes the version of the package itself as `.` where it overrides what is below it, too.
    const keys = [[...place, key], [...place, key, '.']].find((candidate) => asText(manifest.get(...candidate)) !== null);
    const value = keys ? asText(manifest.get(...keys)) : null;
    if (keys && value !== null) return { value: referenced(files, root, value), evidence: manifest.evidence(keys, `override ${key} ${value}`) };
  }
  return manager === 'pnpm' ? pnpmOverride(files, root, declared) : null;
}

function pnpmOverride(files: HostFiles, root: string, declared: Declared): Fact<string> | null {
  const workspace = readYaml(files, posix.join(root, 'pnpm-workspace.yaml'));
  const key = Object.keys(asRecord(asRecord(workspace?.value)['overrides'])).find((candidate) => isFor(candidate, declared));
  const found = key === undefined ? null : (workspace?.text('overrides', key) ?? null);
  return found && { ...found, value: referenced(files, root, found.value) };
}

/** `$name` is what the root declares for that name. */
function referenced(files: HostFiles, root: string, value: string): string {
  if (!value.startsWith('$')) return value;
  const manifest = readJson(files, posix.join(root, 'package.json'));
  const found = ['dependencies', 'devDependencies', 'optionalDependencies'].map((section) => asText(manifest?.get(section, value.slice(1)))).find((range) => range);
  return found ?? value;
}

/** Keys: `typeorm`, `typeorm@<0.3`, `parent>typeorm` (pnpm), `parent/typeorm` and `**` before it (Yarn). */
function isFor(key: string, { name, written, by }: Declared): boolean {
  // The `>` of a range (`typeorm@>=0.2`) stands behind an `@`, a space or a bar.
  const [, arrowed, below] = /^(.*[^ |@])>(.+)$/.exec(key) ?? [];
  const [, parent = '', target, range = ''] = /^(?:(.*)\/)??((?:@[^/@]+\/)?[^/@]+)(?:@(?:npm:)?(.*))?$/.exec(below ?? key) ?? [];
  const isOurs = ['', '**', by].includes(arrowed ?? parent);
  return target === name && isOurs && (range === '' || range === written || isWithin(written, range));
}

function isWithin(written: string, range: string): boolean {
  return semver.validRange(written) !== null && semver.validRange(range) !== null && semver.subset(written, range);
}
