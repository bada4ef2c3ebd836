import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** Where a host's files are. */
export interface HostFolders {
  /** Of the work tree. */
  readonly root: string;
  /** Of the application. */
  readonly app: string;
}

/** The application's folder first, the work tree's root last. */
export function foldersUpwards({ root, app }: HostFolders): readonly string[] {
  const folders = [app];
  for (let folder = app; folder !== root && relative(root, folder) !== ''; ) {
    folder = dirname(folder);
    folders.push(folder);
  }
  return folders;
}

/** The nearest folder that has one of these files. */
export function nearestWith(folders: HostFolders, ...names: readonly string[]): string | undefined {
  return foldersUpwards(folders).find((folder) => names.some((name) => existsSync(join(folder, name))));
}

/** A program of a package that the host has installed. */
export function programOf(folders: HostFolders, name: string): string | undefined {
  return foldersUpwards(folders).map((folder) => join(folder, 'node_modules/.bin', name)).find((file) => existsSync(file));
}

/** The folder of a package that the host has installed. */
export function packageFolder(folders: HostFolders, name: string): string | undefined {
  return foldersUpwards(folders).map((folder) => join(folder, 'node_modules', name)).find((folder) => existsSync(join(folder, 'package.json')));
}

/** The version of it. */
export function installedVersion(folders: HostFolders, name: string): string | undefined {
  const folder = packageFolder(folders, name);
  return folder === undefined ? undefined : readManifest(folder)?.version;
}

export interface Manifest {
  readonly version?: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly jest?: unknown;
  readonly workspaces?: unknown;
  readonly [key: string]: unknown;
}

export function readManifest(folder: string): Manifest | undefined {
  const file = join(folder, 'package.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, '')) as Manifest) : undefined;
}

/** Whether the application's package.json, or one above it, declares a package. */
export function declares(folders: HostFolders, name: string): boolean {
  return foldersUpwards(folders).some((folder) => {
    const manifest = readManifest(folder);
    return manifest?.dependencies?.[name] !== undefined || manifest?.devDependencies?.[name] !== undefined;
  });
}
