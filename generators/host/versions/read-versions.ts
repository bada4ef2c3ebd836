import { foldersUpwards } from '../folders-upwards.ts';
import type { HostFiles } from '../host-files.ts';
import { findDeclaration } from './find-declaration.ts';
import { findInstalledVersion } from './find-installed-version.ts';
import { findLockedVersion } from './find-locked-version.ts';
import type { PackageReading } from './package-version.ts';

/** What a folder of the host says about the version of a package. */
export type ReadVersion = (name: string) => PackageReading;

/**
 * The one reader of versions: what is installed (`node_modules` upwards, Plug'n'Play), what the lockfile holds, and what is declared, with
 * catalogs, workspaces, aliases and overrides followed.
 */
export function versionReader(files: HostFiles, folder: string): ReadVersion {
  const ofHost = readers.get(files) ?? new Map<string, ReadVersion>();
  readers.set(files, ofHost);
  const reader = ofHost.get(folder) ?? newReader(files, folder);
  ofHost.set(folder, reader);
  return reader;
}

/** Those who ask share what has been read, as a lockfile may be megabytes long: for as long as their view of the host lives. */
const readers = new WeakMap<HostFiles, Map<string, ReadVersion>>();

function newReader(files: HostFiles, folder: string): ReadVersion {
  const folders = foldersUpwards(files, folder);
  const known = new Map<string, PackageReading>();
  return (name) => {
    const found = known.get(name) ?? read(files, folders, name);
    known.set(name, found);
    return found;
  };
}

/** What is not asked for is not read. */
function read(files: HostFiles, folders: readonly string[], name: string): PackageReading {
  const declared = once(() => findDeclaration(files, folders, name));
  const locked = once(() => {
    const found = declared();
    return found && findLockedVersion(files, folders, { name, ...found });
  });
  const installed = once(() => findInstalledVersion(files, folders, name));
  return {
    name,
    get declaration() {
      return declared()?.declaration ?? null;
    },
    get locked() {
      return locked();
    },
    get installed() {
      return installed();
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}
