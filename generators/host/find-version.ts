import semver from 'semver';

import type { Fact } from './host.ts';
import type { HostFiles } from './host-files.ts';
import { presentVersion } from './versions/package-version.ts';
import { versionReader } from './versions/read-versions.ts';

/**
 * The version of a package as it is there for a folder: installed, locked, else the lowest its declared range admits, or what is written
 * where that says nothing (`latest`). `null` where the package is neither installed nor declared.
 */
export function findVersion(files: HostFiles, folder: string, name: string): Fact<string> | null {
  const reading = versionReader(files, folder)(name);
  const version = presentVersion(reading);
  if (!version) return null;
  const { evidence } = version;
  switch (version.kind) {
    case 'installed':
    case 'locked':
      return { value: version.version, evidence };
    case 'declared':
      return { value: lowestOf(version.range) ?? reading.declaration?.written ?? version.range, evidence };
    case 'unknown':
      return { value: version.specifier, evidence };
  }
}

function lowestOf(range: string): string | null {
  return semver.validRange(range) === '*' ? null : (semver.minVersion(range)?.version ?? null);
}
