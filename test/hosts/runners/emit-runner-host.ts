import { planFor, treeOf } from '../../golden/emit-mix.ts';
import type { Plan } from '../../../generators/plan/plan.ts';
import { linkPackages } from '../../support/hosts/link-packages.ts';
import { installedPackages } from '../../support/installed-packages.ts';
import { writeFiles } from '../../support/write-files.ts';
import type { RunnerHost } from './runner-host.ts';

export interface EmittedHost {
  readonly plan: Plan;
  /** Paths of what `add` wrote. */
  readonly emitted: readonly string[];
}

/** Makes a host in a folder, adds the module to it, and gives it the packages that both need. */
export async function emitRunnerHost(root: string, host: RunnerHost): Promise<EmittedHost> {
  writeFiles(root, host.files);
  const plan = await planFor(root, host.flags);
  const tree = treeOf(plan);
  writeFiles(root, Object.fromEntries(tree));
  const added = plan.dependencies.filter(({ action }) => action === 'add').map(({ name, range }) => [name, range] as const);
  await linkPackages(root, [await installedPackages({ ...host.packages, ...Object.fromEntries(added) }), await installedPackages({ typescript: host.typescript })]);
  return { plan, emitted: [...tree.keys()] };
}
