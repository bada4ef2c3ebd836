import { posix } from 'node:path';
import { IssuesError } from '../errors/issues-error.ts';
import type { HostFiles } from '../host/host-files.ts';
import type { Host, RootModule } from '../host/host.ts';
import { importedFiles } from '../host/imported-files.ts';
import { manifestFileName, type Manifest } from '../manifest/manifest.ts';
import { readManifest } from '../manifest/read-manifest.ts';
import { defaultPath } from '../options/default-path.ts';
import type { SourceText } from '../patch/patch.ts';

/** The module as an earlier run has written it. */
export interface InstalledModule {
  /** Folder it is in now; posix, relative to the host's root. */
  readonly path: string;
  readonly manifest: Manifest;
  /** The manifest as it stands. */
  readonly source: SourceText;
}

/**
 * The module of an earlier run: in the folder that is asked for, else where it goes by default, else where a root module imports it from.
 * @throws IssuesError where its manifest cannot be read.
 */
export function findInstalledModule(host: Host, files: HostFiles, path: string | undefined): InstalledModule | null {
  const folders = [path === undefined ? defaultPath(host) : posix.normalize(path.replaceAll('\\', '/')), ...host.rootModules.flatMap((root) => importedModules(files, root))];
  const found = folders.find((folder) => hasManifest(files, folder));
  if (found === undefined) {
    return null;
  }
  const manifestPath = posix.join(found, manifestFileName);
  const source = { path: manifestPath, text: files.read(manifestPath) ?? '' };
  const read = readManifest(source);
  if (read.kind === 'refused') {
    throw new IssuesError([read.issue]);
  }
  return { path: posix.dirname(manifestPath), manifest: read.manifest, source };
}

/** Folders with a module of ours that the file of a root module imports from. */
export function importedModules(files: HostFiles, { file }: RootModule): readonly string[] {
  const folders = importedFiles(files, file).map((path) => posix.dirname(path));
  return [...new Set(folders)].filter((folder) => hasManifest(files, folder));
}

function hasManifest(files: HostFiles, folder: string): boolean {
  return files.exists(posix.join(folder, manifestFileName)) === 'file';
}
