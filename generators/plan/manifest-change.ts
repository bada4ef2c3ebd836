import { gitBlobHash } from '../manifest/git-blob-hash.ts';
import { manifestFileName, manifestVersion, type Manifest } from '../manifest/manifest.ts';
import { writeManifest } from '../manifest/write-manifest.ts';
import type { AddOptions } from '../options/add-options.ts';
import type { PackageInfo } from '../report/package-info.ts';
import type { EmittedFile } from './emit-module.ts';
import type { MigrationTarget } from './migration-target.ts';
import type { AppliedPatch } from './patched-files.ts';
import type { Change, DependencyChange } from './plan.ts';

/** All that was written, as the manifest records it. */
export interface Written {
  readonly generator: PackageInfo;
  readonly options: AddOptions;
  /** Only files that are written by this run: one that was kept is not ours. */
  readonly files: readonly EmittedFile[];
  readonly patches: readonly AppliedPatch[];
  readonly dependencies: readonly DependencyChange[];
  readonly migration: MigrationTarget | null;
}

/** The change that writes the manifest: the last of every plan. */
export function manifestChange({ generator, options, files, patches, dependencies, migration }: Written): Change {
  const manifest: Manifest = {
    version: manifestVersion,
    generator: { name: generator.name, version: generator.version },
    options: { ...options },
    files: files.map(({ path, template, text }) => ({ path, template, hash: gitBlobHash(text) })),
    patches: patches.map(({ path, what, before, after, edits }) => ({
      path,
      what,
      hash: gitBlobHash(after),
      edits: edits.map((edit) => ({ start: edit.start, removed: before.slice(edit.start, edit.end), inserted: edit.text })),
    })),
    dependencies: dependencies.filter((dependency) => dependency.action === 'add').map(({ name, range, section }) => ({ name, range, section })),
    migrations: migration ? [{ path: migration.file, name: migration.className }] : [],
  };
  return { path: `${options.path}/${manifestFileName}`, kind: 'create', reason: 'what was written, for later runs', after: writeManifest(manifest) };
}
