import { posix } from 'node:path';
import semver from 'semver';

import type { HostFiles } from '../host-files.ts';
import { foldersUpwards } from '../folders-upwards.ts';
import { readJson } from '../read-json.ts';
import { asText } from '../records.ts';
import { comingVersion, type PackageVersion } from './package-version.ts';
import type { ReadVersion } from './read-versions.ts';

/** The Node a host runs on: `engines`, a file for version managers, else the major of `@types/node`. `null` where nothing tells. */
export function nodeVersion(files: HostFiles, folder: string, read: ReadVersion): PackageVersion | null {
  for (const current of foldersUpwards(files, folder)) {
    const manifest = readJson(files, posix.join(current, 'package.json'));
    const engines = asText(manifest?.get('engines', 'node'));
    if (manifest && engines && semver.validRange(engines) !== null) {
      return { kind: 'declared', range: engines, evidence: manifest.evidence(['engines', 'node'], `node ${engines}`) };
    }
    for (const file of ['.nvmrc', '.node-version'].map((name) => posix.join(current, name))) {
      const range = files.read(file)?.trim().replace(/^v/, '') ?? '';
      if (range !== '' && semver.validRange(range) !== null) return { kind: 'declared', range, evidence: { file, what: `node ${range}` } };
    }
  }
  const types = comingVersion(read('@types/node'));
  if (!types || types.kind === 'unknown') return null;
  const lowest = types.kind === 'declared' ? semver.minVersion(types.range) : semver.parse(types.version);
  return lowest && lowest.major > 0 ? { kind: 'declared', range: `^${lowest.major}.0.0`, evidence: types.evidence } : null;
}
