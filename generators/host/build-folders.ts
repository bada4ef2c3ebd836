import { posix } from 'node:path';

import type { PackageManifest, RootModule } from './host.ts';
import type { HostFiles } from './host-files.ts';
import { relativePath } from './host-path.ts';
import { readJson } from './read-json.ts';
import { tsConfigFor } from './read-ts-config.ts';
import { asText, stringRecord } from './records.ts';

export interface BuildRequest {
  readonly sourceRoot: string;
  readonly rootModule: RootModule;
  readonly manifest: PackageManifest;
}

/**
 * The folders the source root may be compiled to, the likeliest first. Which one it is depends on what else the compiler takes in
 * (`dist` or `dist/src`), so all that can be are given, beginning with one that package.json starts the application from.
 */
export function buildFolders(files: HostFiles, { sourceRoot, rootModule, manifest }: BuildRequest): readonly string[] {
  const config = tsConfigFor(files, rootModule.file);
  const outDir = config?.outDir ?? 'dist';
  const below = config?.rootDir == null ? [] : [relativePath(files, config.rootDir, sourceRoot)].filter((path) => !path.startsWith('..'));
  const folders = [...below, '.', posix.basename(sourceRoot), sourceRoot].map((path) => posix.join(outDir, path).replace(/\/$/, ''));
  const entries = ['main', posix.relative(sourceRoot, rootModule.evidence.file).replace(/\.[cm]?ts$/, '')];
  // In a workspace Nest may be declared above the application that says how it is started.
  const started = new Set([manifest.path, 'package.json'].flatMap((path) => startedFiles(files, path)));
  const isStarted = (folder: string): boolean => entries.some((entry) => started.has(`${folder}/${entry}`));
  return [...new Set([...folders.filter(isStarted), ...folders])];
}

/** What scripts and `main` name, without extensions: `dist/src/main`. */
function startedFiles(files: HostFiles, path: string): readonly string[] {
  const manifest = readJson(files, path);
  const texts = [asText(manifest?.get('main')) ?? '', ...Object.values(stringRecord(manifest?.get('scripts')))];
  const words = texts.flatMap((text) => text.split(/[\s"'=;]+/));
  return words.map((word) => posix.join(posix.dirname(path), word).replace(/\.[cm]?js$/, ''));
}

/** The source that a path in the built folder is made from; any other path as it is. */
export function sourceOfBuilt(path: string, sourceRoot: string, folders: readonly string[]): string {
  const [longest] = folders
    .filter((folder) => path === folder || path.startsWith(`${folder}/`))
    .toSorted((one, other) => other.length - one.length);
  return longest === undefined ? path : posix.join(sourceRoot, path.slice(longest.length)).replace(/\/$/, '');
}
