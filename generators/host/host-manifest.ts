import { posix } from 'node:path';

import { foldersUpwards } from './folders-upwards.ts';
import type { PackageManifest } from './host.ts';
import type { HostFiles } from './host-files.ts';
import { declaresNest } from './locate-host.ts';
import { readJson } from './read-json.ts';
import { asText, stringRecord } from './records.ts';

/** The nearest package.json at or above a folder that declares Nest, else the nearest there is; `null` where there is none. */
export function hostManifest(files: HostFiles, folder: string): PackageManifest | null {
  const folders = foldersUpwards(files, folder);
  const declaring =
    folders.find((current) => declaresNest(files, current)) ??
    folders.find((current) => readJson(files, posix.join(current, 'package.json')));
  const manifest = declaring === undefined ? null : readJson(files, posix.join(declaring, 'package.json'));
  if (!manifest) return null;
  const sections = ['peerDependencies', 'optionalDependencies', 'devDependencies', 'dependencies'];
  return {
    path: manifest.path,
    text: manifest.text,
    name: asText(manifest.get('name')) ?? '',
    dependencies: Object.assign({}, ...sections.map((section) => stringRecord(manifest.get(section)))) as Record<string, string>,
  };
}
