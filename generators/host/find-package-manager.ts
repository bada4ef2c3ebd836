import { posix } from 'node:path';

import { foldersUpwards } from './folders-upwards.ts';
import type { Fact, PackageManager } from './host.ts';
import type { HostFiles } from './host-files.ts';
import { packageManagers } from './package-managers.ts';
import { readJson } from './read-json.ts';
import { asText, stringRecord } from './records.ts';

/**
 * The package manager that installs a folder: the nearest `packageManager` field or lockfile on the way up to the repository
 * root, the field first. npm where nothing tells.
 */
export function findPackageManager(files: HostFiles, folder: string): Fact<PackageManager> {
  for (const current of foldersUpwards(files, folder)) {
    const found = declaredManager(files, current) ?? lockedManager(files, current);
    if (found) return found;
  }
  return { value: 'npm', evidence: { file: posix.join(folder, 'package.json'), what: 'no lockfile and no packageManager field' } };
}

function declaredManager(files: HostFiles, folder: string): Fact<PackageManager> | null {
  const manifest = readJson(files, posix.join(folder, 'package.json'));
  const declared =
    asText(manifest?.get('packageManager')) ??
    [asText(manifest?.get('devEngines', 'packageManager', 'name')), asText(manifest?.get('devEngines', 'packageManager', 'version'))].join(
      '@',
    );
  const [, name, major] = /^(npm|pnpm|yarn|bun)@\D*(\d+)?/.exec(declared) ?? [];
  if (!manifest || !name) return null;
  const value = name === 'yarn' && major === '1' ? 'yarn-classic' : (name as PackageManager);
  return { value, evidence: manifest.evidence(['packageManager'], `packageManager ${declared.split('+')[0]}`) };
}

function lockedManager(files: HostFiles, folder: string): Fact<PackageManager> | null {
  const lockfiles = packageManagers
    .filter(({ name }) => !name.startsWith('yarn') || name === yarnVersion(files, folder))
    .flatMap(({ name, lockfiles: names }) => names.map((lockfile) => ({ name, path: posix.join(folder, lockfile) })))
    .filter(({ path }) => files.exists(path) === 'file');
  const [first, ...others] = lockfiles.length > 1 ? byCompleteness(files, folder, lockfiles) : lockfiles;
  if (!first) return null;
  const beside = others.length > 0 ? `, beside ${others.map(({ path }) => posix.basename(path)).join(' and ')}` : '';
  return { value: first.name, evidence: { file: first.path, what: `lockfile${beside}` } };
}

interface Lockfile {
  readonly name: PackageManager;
  readonly path: string;
}

/** A lockfile that does not know all declared packages has been left behind by one that does. */
function byCompleteness(files: HostFiles, folder: string, lockfiles: readonly Lockfile[]): readonly Lockfile[] {
  const manifest = readJson(files, posix.join(folder, 'package.json'));
  const declared = ['dependencies', 'devDependencies'].flatMap((section) => Object.keys(stringRecord(manifest?.get(section))));
  const missing = ({ path }: Lockfile): number => {
    const text = files.read(path) ?? '';
    return declared.filter((name) => !text.includes(name)).length;
  };
  return lockfiles
    .map((lockfile) => ({ lockfile, lacks: missing(lockfile) }))
    .toSorted((one, other) => one.lacks - other.lacks)
    .map(({ lockfile }) => lockfile);
}

/** Yarn from 2 on writes a `__metadata` block into its lockfile. */
function yarnVersion(files: HostFiles, folder: string): 'yarn' | 'yarn-classic' {
  const modern = files.exists(posix.join(folder, '.yarnrc.yml')) || /^__metadata:/m.test(files.read(posix.join(folder, 'yarn.lock')) ?? '');
  return modern ? 'yarn' : 'yarn-classic';
}
