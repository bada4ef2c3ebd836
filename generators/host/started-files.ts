import { posix } from 'node:path';

import type { PackageManifest } from './host.ts';
import type { HostFiles } from './host-files.ts';
import { readJson } from './read-json.ts';
import { asText, stringRecord } from './records.ts';

/** What scripts and `main` of package.json name, without extensions: `dist/src/main`. In a workspace Nest may be declared above the application that says how it is started. */
export function startedFiles(files: HostFiles, manifest: PackageManifest): ReadonlySet<string> {
  return new Set([manifest.path, 'package.json'].flatMap((path) => namedFiles(files, path)));
}

function namedFiles(files: HostFiles, path: string): readonly string[] {
  const manifest = readJson(files, path);
  const texts = [asText(manifest?.get('main')) ?? '', ...Object.values(stringRecord(manifest?.get('scripts')))];
  const words = texts.flatMap((text) => text.split(/[\s"'=;]+/));
  return words.map((word) => posix.join(posix.dirname(path), word).replace(/\.[cm]?js$/, ''));
}
