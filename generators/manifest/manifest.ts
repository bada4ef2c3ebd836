/** Name of the manifest in the emitted folder. */
export const manifestFileName = '.abp-background-jobs.json';

/** Highest format of a manifest this generator reads, and the one it writes. */
export const manifestFormat = 1;

/**
 * What the generator wrote into a host, as it wrote it. It makes a second run a no-op, and drift, update and remove possible.
 * All paths are posix and relative to the host's root. The file itself has one member for each, see `write-manifest.ts`.
 */
export interface Manifest {
  /** Number of this format. */
  readonly format: typeof manifestFormat;
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

/** All hashes are those that git gives a blob. */
export interface ManifestFile {
  readonly path: string;
  /** Template it was made from; stays the same when the template's output moves. */
  readonly template: string;
  /** Of the generator that wrote it: a render of that one is the base of a merge where nothing nearer is left. */
  readonly version: string;
  /** Of the text before any formatter. */
  readonly render: string;
  /** Of what went to disk. Git has that text where it was committed. */
  readonly written: string;
  /** Of the text without its layout, see `tokenHash`. A file with another one has been edited. */
  readonly token: string;
}

/** `layout`: the host's formatter went over a file that others had patched. */
export const patchKinds = ['register-module', 'register-entity', 'register-migration', 'dependencies', 'layout'] as const;

export interface ManifestPatch {
  readonly path: string;
  readonly what: (typeof patchKinds)[number];
  /** Of the whole file after this patch: where it still holds, the edits can be taken back by position. */
  readonly hash: string;
  /** Ascending. */
  readonly edits: readonly ManifestEdit[];
}

/** One replaced range. To take it back, put `earlier` where `inserted` stands. */
export interface ManifestEdit {
  /** Where, in UTF-16 units, in the text before the patch. */
  readonly start: number;
  /** The text that stood there; empty for an insertion. */
  readonly earlier: string;
  readonly inserted: string;
}

export interface ManifestDependency {
  readonly name: string;
  readonly range: string;
  readonly section: 'dependencies' | 'devDependencies';
}

export interface ManifestMigration {
  /** What it does, the same in every host: `add-background-jobs`. */
  readonly id: string;
  readonly path: string;
  /** Class name, which the database's migrations table holds. */
  readonly name: string;
}
