import { posix } from 'node:path';
import semver from 'semver';

import { foldersUpwards } from './folders-upwards.ts';
import type { Fact } from './host.ts';
import type { HostFiles } from './host-files.ts';
import { readJson } from './read-json.ts';
import { asText } from './records.ts';

const sections = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];

/**
 * The version of a package as it is installed for a folder; failing that the lowest its declared range admits, or the range as written
 * where that admits everything (`latest`). `null` where the package is neither installed nor declared.
 */
export function findVersion(files: HostFiles, folder: string, name: string): Fact<string> | null {
  const folders = foldersUpwards(files, folder);
  for (const current of folders) {
    const installed = readJson(files, posix.join(current, 'node_modules', name, 'package.json'));
    const version = asText(installed?.get('version'));
    if (installed && version) return { value: version, evidence: installed.evidence(['version'], `${name} ${version}`) };
  }
  for (const current of folders) {
    const declared = declaredVersion(files, folders, current, name);
    if (declared) return declared;
  }
  return null;
}

function declaredVersion(files: HostFiles, folders: readonly string[], folder: string, name: string): Fact<string> | null {
  const manifest = readJson(files, posix.join(folder, 'package.json'));
  const section = sections.find((candidate) => manifest?.get(candidate, name) !== undefined);
  if (!manifest || !section) return null;
  const written = asText(manifest.get(section, name)) ?? '';
  const range = written.startsWith('catalog:') ? catalogRange(files, folders, written.slice('catalog:'.length), name) : written;
  const lowest = lowestOf(range.replace(/^npm:.*@(?=[^/]+$)/, '').replace(/^workspace:/, ''));
  return { value: lowest ?? written, evidence: manifest.evidence([section, name], `${name} ${written}`) };
}

function lowestOf(range: string): string | null {
  if (!semver.validRange(range) || semver.validRange(range) === '*') return null;
  return semver.minVersion(range)?.version ?? null;
}

/** pnpm and bun keep ranges that several packages share in a catalog; `catalog:` is the default one. */
function catalogRange(files: HostFiles, folders: readonly string[], catalog: string, name: string): string {
  for (const folder of folders) {
    const text = files.read(posix.join(folder, 'pnpm-workspace.yaml'));
    if (text === null) continue;
    const block =
      catalog === '' || catalog === 'default'
        ? /^catalog:\s*\n((?:[ \t]+.*\n|\s*\n)*)/m
        : new RegExp(`^\\s+${escaped(catalog)}:\\s*\\n((?:[ \\t]+.*\\n|\\s*\\n)*)`, 'm');
    const entries = block.exec(`${text}\n`)?.[1] ?? '';
    const entry = entries
      .split('\n')
      .map((line) => /^\s*['"]?([^'":]+)['"]?:\s*['"]?([^'"#]+)/.exec(line))
      .find((match) => match?.[1]?.trim() === name);
    if (entry?.[2]) return entry[2].trim();
  }
  return '';
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
