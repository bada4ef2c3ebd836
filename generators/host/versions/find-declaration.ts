import { posix } from 'node:path';
import semver from 'semver';

import type { Fact } from '../host.ts';
import type { HostFiles } from '../host-files.ts';
import { readJson } from '../read-json.ts';
import { asText } from '../records.ts';
import { findCatalogEntry } from './find-catalog-entry.ts';
import { findOverride } from './find-override.ts';
import type { Declaration } from './package-version.ts';
import { workspaceVersion } from './workspace-packages.ts';

const sections = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];

/** The nearest declaration of a package, and the folder of the package.json it stands in. */
export function findDeclaration(
  files: HostFiles,
  folders: readonly string[],
  name: string,
): { readonly folder: string; readonly declaration: Declaration } | null {
  for (const [index, folder] of folders.entries()) {
    const manifest = readJson(files, posix.join(folder, 'package.json'));
    const section = sections.find((candidate) => manifest?.get(candidate, name) !== undefined);
    if (!manifest || !section) continue;
    const written = asText(manifest.get(section, name)) ?? '';
    const evidence = manifest.evidence([section, name], `${name} ${written}`);
    const upwards = folders.slice(index);
    const override = findOverride(files, upwards, { name, written, by: asText(manifest.get('name')) ?? '' });
    const entry = catalogEntry(files, upwards, override?.value ?? written, name);
    const decided = entry ?? override ?? { value: written, evidence };
    const declaration: Declaration = {
      written,
      resolved: decided.value,
      range: rangeOf(files, upwards, decided.value, name),
      decidedBy: entry ? 'catalog' : override ? 'override' : 'manifest',
      evidence: decided.evidence,
    };
    return { folder, declaration };
  }
  return null;
}

function catalogEntry(files: HostFiles, folders: readonly string[], specifier: string, name: string): Fact<string> | null {
  const [, catalog] = /^catalog:(.*)$/.exec(specifier) ?? [];
  return catalog === undefined ? null : findCatalogEntry(files, folders, catalog.trim(), name);
}

function rangeOf(files: HostFiles, folders: readonly string[], specifier: string, name: string): string | null {
  const [, protocol = '', rest = ''] = /^(?:(npm|workspace|file|link|portal):)?(.*)$/s.exec(specifier.trim()) ?? [];
  switch (protocol) {
    case 'npm':
      // `npm:^1.0.0` (Yarn), `npm:@scope/name@^1.0.0`.
      return validRange(rest) ?? validRange(/^@?[^@]+@(.+)$/.exec(rest)?.[1] ?? null);
    case 'workspace':
      return workspaceVersion(files, folders, name) ?? (/^[*^~]?$/.test(rest) ? null : validRange(rest));
    case 'file':
    case 'link':
    case 'portal':
      return asText(readJson(files, posix.join(folders[0] ?? '.', rest, 'package.json'))?.get('version'));
    default:
      return validRange(/#semver:(.+)$/.exec(rest)?.[1] ?? rest);
  }
}

function validRange(text: string | null): string | null {
  return text === null || semver.validRange(text) === null ? null : text;
}
