import { posix } from 'node:path';

import type { Fact } from '../host.ts';
import type { HostFiles } from '../host-files.ts';
import { readJson } from '../read-json.ts';
import { asText } from '../records.ts';
import { readYaml } from './yaml-file.ts';

/** Files and keys below which pnpm, Yarn and bun keep ranges that several packages share. */
const yamlFiles = ['pnpm-workspace.yaml', '.yarnrc.yml'];
const manifestKeys: readonly (readonly string[])[] = [['workspaces'], []];

/** What `catalog:` (the one without a name) or `catalog:<name>` stands for, in the nearest folder that has such a catalog. */
export function findCatalogEntry(files: HostFiles, folders: readonly string[], catalog: string, name: string): Fact<string> | null {
  const isDefault = catalog === '' || catalog === 'default';
  const places = [...(isDefault ? [['catalog', name]] : []), ['catalogs', isDefault ? 'default' : catalog, name]];
  for (const folder of folders) {
    for (const place of places) {
      const found = inYaml(files, folder, place) ?? inManifest(files, folder, place);
      if (found) return found;
    }
  }
  return null;
}

function inYaml(files: HostFiles, folder: string, place: readonly string[]): Fact<string> | null {
  for (const file of yamlFiles) {
    const found = readYaml(files, posix.join(folder, file))?.text(...place);
    if (found) return found;
  }
  return null;
}

function inManifest(files: HostFiles, folder: string, place: readonly string[]): Fact<string> | null {
  const manifest = readJson(files, posix.join(folder, 'package.json'));
  const keys = manifestKeys.map((above) => [...above, ...place]).find((candidate) => asText(manifest?.get(...candidate)) !== null);
  const value = keys ? asText(manifest?.get(...keys)) : null;
  return manifest && keys && value !== null ? { value, evidence: manifest.evidence(keys, `${place.at(-1) ?? ''} ${value}`) } : null;
}
