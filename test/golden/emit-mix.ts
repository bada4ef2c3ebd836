import { join } from 'node:path';
import { diskHostFiles } from '../../generators/host/disk-host-files.ts';
import { inspectHost } from '../../generators/host/inspect-host.ts';
import type { Flags } from '../../generators/options/flags.ts';
import { resolveAddOptions } from '../../generators/options/resolve-add-options.ts';
import { planAdd } from '../../generators/plan/plan-add.ts';
import type { Plan } from '../../generators/plan/plan.ts';
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
  const plan = await planFor(root, mix.flags);
  if (plan.issues.length > 0) {
    throw new Error(JSON.stringify(plan.issues));
  }
  return treeOf(plan);
}

/**
 * What `add` would do in the host in a folder.
 * @throws where it would refuse.
 */
export async function planFor(root: string, flags: Flags): Promise<Plan> {
  const inspection = inspectHost({ cwd: root });
  if (inspection.kind === 'refused') {
    throw new Error(JSON.stringify(inspection.issues));
  }
  const { host } = inspection;
  const { options } = await resolveAddOptions({ flags, recorded: {}, recordedPath: null, host, prompter: null });
  const plan = await planAdd({ host, files: diskHostFiles(root), options, onConflict: undefined, prompter: null, generator: { ...packageInfo(), version: '0.0.0' }, now });
  const errors = plan.issues.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    throw new Error(JSON.stringify(errors));
  }
  return plan;
}

/** The files that a plan leaves behind where it touches any. */
export function treeOf({ changes }: Plan): Tree {
  return new Map(changes.flatMap((change) => (change.kind === 'delete' ? [] : [[change.path, change.after] as const])).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
