import { posix } from 'node:path';
import type { HostFormatter } from '../format/host-formatter.ts';
import { gitBlobHash } from '../manifest/git-blob-hash.ts';
import { manifestFileName, manifestFormat, type Manifest, type ManifestDependency, type ManifestPatch } from '../manifest/manifest.ts';
import { tokenHash } from '../manifest/token-hash.ts';
import { writeManifest } from '../manifest/write-manifest.ts';
import type { AddOptions } from '../options/add-options.ts';
import type { PackageInfo } from '../report/package-info.ts';
import type { EmittedFile } from './emit-module.ts';
import type { InstalledModule } from './installed-module.ts';
import type { MigrationTarget } from './migration-target.ts';
import type { AppliedPatch } from './patched-files.ts';
import type { Change, DependencyChange } from './plan.ts';

const reason = 'what was written, for later runs';

/** All that a first run has written. */
export interface Written {
  readonly generator: PackageInfo;
  readonly options: AddOptions;
  /** Those that stand as they were emitted: one of the host's that was kept is not ours. */
  readonly files: readonly EmittedFile[];
  readonly patches: readonly AppliedPatch[];
  readonly dependencies: readonly DependencyChange[];
  readonly migration: MigrationTarget | null;
}

/** The change that writes the manifest: the last of every plan. */
export async function createManifest(formatter: HostFormatter, { generator, options, files, patches, dependencies, migration }: Written): Promise<Change> {
  const manifest: Manifest = {
    format: manifestFormat,
    options: { ...options },
    files: files.map(({ path, template, render, text }) => ({
      path,
      template,
      version: generator.version,
      render: gitBlobHash(render),
      written: gitBlobHash(text),
      token: tokenHash(path, render),
    })),
    patches: patches.map(recordedPatch),
    dependencies: added(dependencies),
    migrations: migration ? [{ id: 'add-background-jobs', path: migration.file, name: migration.className }] : [],
  };
  const path = `${options.path}/${manifestFileName}`;
  return { path, kind: 'create', reason, after: await formatted(formatter, path, manifest) };
}

/** The change that adds what a later run has patched. */
export async function extendManifest(
  formatter: HostFormatter,
  { path, manifest, source }: InstalledModule,
  patches: readonly AppliedPatch[],
  dependencies: readonly DependencyChange[],
): Promise<Change> {
  const recordedRoot = rootOfRecord(path, manifest);
  const isNew = ({ name }: ManifestDependency): boolean => !manifest.dependencies.some((known) => known.name === name);
  const extended: Manifest = {
    ...manifest,
    patches: [...manifest.patches, ...patches.map(recordedPatch).map((patch) => ({ ...patch, path: posix.relative(recordedRoot, patch.path) }))],
    dependencies: [...manifest.dependencies, ...added(dependencies).filter(isNew)],
  };
  return { path: source.path, kind: 'modify', reason, before: source.text, after: await formatted(formatter, source.path, extended) };
}

async function formatted(formatter: HostFormatter, path: string, manifest: Manifest): Promise<string> {
  const text = writeManifest(manifest);
  const [result = text] = await formatter.format([{ path, text, isTemplateStyle: true }]);
  return result;
}

/** The paths of a manifest are relative to the root that the run had which wrote it: a workspace's application, or the workspace. */
function rootOfRecord(path: string, { options }: Manifest): string {
  const recorded = String(options['path']);
  return path.endsWith(`/${recorded}`) ? path.slice(0, -recorded.length - 1) : '.';
}

function recordedPatch({ path, what, before, after, edits }: AppliedPatch): ManifestPatch {
  return {
    path,
    what,
    hash: gitBlobHash(after),
    edits: edits.map((edit) => ({ start: edit.start, earlier: before.slice(edit.start, edit.end), inserted: edit.text })),
  };
}

function added(dependencies: readonly DependencyChange[]): readonly ManifestDependency[] {
  return dependencies.filter(({ action }) => action === 'add').map(({ name, range, section }) => ({ name, range, section }));
}
