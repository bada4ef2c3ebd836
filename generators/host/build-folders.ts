import { posix } from 'node:path';

import { builtFolder } from './build/build-output.ts';
import type { Build } from './build/find-build.ts';
import type { PackageManifest, RootModule } from './host.ts';
import type { HostFiles } from './host-files.ts';
import { relativePath } from './host-path.ts';
import { tsConfigFor } from './read-ts-config.ts';
import { startedFiles } from './started-files.ts';

export interface BuildFoldersRequest {
  readonly sourceRoot: string;
  readonly rootModule: RootModule;
  readonly manifest: PackageManifest;
  readonly build: Build | null;
}

/**
 * The folders that paths in the host may mean by the compiled source root, the likeliest first: where its build puts it, then where it may have
 * been put before, or by another tool; of these one that package.json starts the application from goes first.
 */
export function buildFolders(files: HostFiles, { sourceRoot, rootModule, manifest, build }: BuildFoldersRequest): readonly string[] {
  const config = tsConfigFor(files, rootModule.file);
  const outDir = config?.outDir ?? 'dist';
  const below = config?.rootDir == null ? [] : [relativePath(files, config.rootDir, sourceRoot)].filter((path) => !path.startsWith('..'));
  const folders = [...below, '.', posix.basename(sourceRoot), sourceRoot].map((path) => posix.join(outDir, path).replace(/\/$/, ''));
  const entries = ['main', posix.relative(sourceRoot, rootModule.evidence.file).replace(/\.[cm]?ts$/, '')];
  const started = startedFiles(files, manifest);
  const isStarted = (folder: string): boolean => entries.some((entry) => started.has(`${folder}/${entry}`));
  const built = build?.output.value.kind === 'files' ? builtFolder(build.output.value, sourceRoot) : null;
  return [...new Set([...(built === null ? [] : [built]), ...folders.filter(isStarted), ...folders])];
}

/** The source that a path in the built folder is made from; any other path as it is. */
export function sourceOfBuilt(path: string, sourceRoot: string, folders: readonly string[]): string {
  const [longest] = folders
    .filter((folder) => path === folder || path.startsWith(`${folder}/`))
    .toSorted((one, other) => other.length - one.length);
  return longest === undefined ? path : posix.join(sourceRoot, path.slice(longest.length)).replace(/\/$/, '');
}
