import type { Issue } from '../errors/issue.ts';
import type { Host } from '../host/host.ts';
import type { AddOptions } from '../options/add-options.ts';
import { addDependencies } from '../patch/add-dependencies.ts';
import type { Connection } from './choose-connection.ts';
import { dependenciesFor } from './dependency-catalogue.ts';
import { currentSource, withPatch, type PatchedFiles } from './patched-files.ts';
import type { DependencyChange } from './plan.ts';

/** Adds what the module needs to the manifest that declares Nest. */
export function requireDependencies(
  patched: PatchedFiles,
  { host, options }: { readonly host: Host; readonly options: AddOptions },
  connection: Connection,
): { readonly patched: PatchedFiles; readonly dependencies: readonly DependencyChange[]; readonly issues: readonly Issue[] } {
  const source = currentSource(patched, host.manifest.path, host.manifest.text);
  const { patch, dependencies, issues } = addDependencies(source, dependenciesFor(options.database, connection.kind));
  const names = dependencies.filter((dependency) => dependency.action === 'add').map((dependency) => dependency.name);
  return { patched: withPatch(patched, source, patch, 'dependencies', `adds ${names.join(', ')}`), dependencies, issues };
}
