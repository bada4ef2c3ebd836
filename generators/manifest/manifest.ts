/** Name of the manifest in the emitted folder. */
export const manifestFileName = '.abp-background-jobs.json';

/** Highest manifest version this generator reads, and the one it writes. */
export const manifestVersion = 1;

/**
 * What the generator wrote into a host, as it wrote it. It makes a second run a no-op, and drift, update and remove possible.
 * All paths are posix and relative to the host's root.
 */
export interface Manifest {
  /** Version of this format. */
  readonly version: typeof manifestVersion;
  /** Package that wrote it. A render of this version is the base of a merge where git has lost the blob. */
  readonly generator: { readonly name: string; readonly version: string };
  /** The options as resolved, so that a later run needs no questions. */
  readonly options: Readonly<Record<string, ManifestOption>>;
  /** Files that are ours, migrations included, sorted by path. */
  readonly files: readonly ManifestFile[];
  /** Edits of files that are the host's, in the order they were made. */
  readonly patches: readonly ManifestPatch[];
  /** Dependencies that were not there before, sorted by name. One the host had already is not listed: it is not ours to remove. */
  readonly dependencies: readonly ManifestDependency[];
  /** Migrations that were written, oldest first: `update` adds only those that are missing. */
  readonly migrations: readonly ManifestMigration[];
}

export type ManifestOption = string | boolean | null;

export interface ManifestFile {
  readonly path: string;
  /** Template it was made from; stays the same when the template's output moves. */
  readonly template: string;
  /** Git's blob hash of what was written, after formatting. A file with another hash has been edited; git has the text of this one. */
  readonly hash: string;
}

export const patchKinds = ['register-module', 'register-entity', 'register-migration', 'dependencies'] as const;

export interface ManifestPatch {
  readonly path: string;
  readonly what: (typeof patchKinds)[number];
  /** Git's blob hash of the whole file after this patch: where it still holds, the edits can be taken back by position. */
  readonly hash: string;
  /** Ascending. */
  readonly edits: readonly ManifestEdit[];
}

/** One replaced range. To take it back, put `removed` where `inserted` stands. */
export interface ManifestEdit {
  /** Where, in UTF-16 units, in the text before the patch. */
  readonly start: number;
  /** The text that stood there; empty for an insertion. */
  readonly removed: string;
  readonly inserted: string;
}

export interface ManifestDependency {
  readonly name: string;
  readonly range: string;
  readonly section: 'dependencies' | 'devDependencies';
}

export interface ManifestMigration {
  readonly path: string;
  /** Class name, which the database's migrations table holds. */
  readonly name: string;
}
