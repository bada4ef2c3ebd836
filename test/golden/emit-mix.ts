import { join } from 'node:path';
import { diskHostFiles } from '../../generators/host/disk-host-files.ts';
import { inspectHost } from '../../generators/host/inspect-host.ts';
import { resolveAddOptions } from '../../generators/options/resolve-add-options.ts';
import { planAdd } from '../../generators/plan/plan-add.ts';
import { packageInfo } from '../../generators/report/package-info.ts';
import { writeFiles } from '../support/write-files.ts';
import type { Mix } from './mixes.ts';

/** 2026-01-01, so that the migration has one name. */
const now = 1_767_225_600_000;

/** Texts by path, sorted. */
export type Tree = ReadonlyMap<string, string>;

/** Makes the host of a mix in a folder of its own and gives the files `add` would write into it. */
export async function emitMix(mix: Mix, scratch: string): Promise<Tree> {
  const root = join(scratch, mix.name);
  writeFiles(root, mix.files);
  const inspection = inspectHost({ cwd: root });
  if (inspection.kind === 'refused') {
    throw new Error(JSON.stringify(inspection.issues));
  }
  const { host } = inspection;
  const { options } = await resolveAddOptions({ flags: mix.flags, recorded: {}, recordedPath: null, host, prompter: null });
  const plan = await planAdd({ host, files: diskHostFiles(root), options, onConflict: undefined, prompter: null, generator: { ...packageInfo(), version: '0.0.0' }, now });
  if (plan.issues.length > 0) {
    throw new Error(JSON.stringify(plan.issues));
  }
  return new Map(plan.changes.flatMap((change) => (change.kind === 'delete' ? [] : [[change.path, change.after] as const])).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
