import type { Issue } from '../errors/issue.ts';
import type { HostFiles } from '../host/host-files.ts';
import type { Host } from '../host/host.ts';
import { addDependencies, type WantedDependency } from '../patch/add-dependencies.ts';
import { outdatedPackages } from './outdated-packages.ts';
import { currentSource, withPatch, type PatchedFiles } from './patched-files.ts';
import type { DependencyChange } from './plan.ts';

/** Adds what the module needs to the manifest that declares Nest. */
export function requireDependencies(
  patched: PatchedFiles,
  { host, files }: { readonly host: Host; readonly files: HostFiles },
  wanted: readonly WantedDependency[],
): { readonly patched: PatchedFiles; readonly dependencies: readonly DependencyChange[]; readonly issues: readonly Issue[] } {
  const source = currentSource(patched, host.manifest.path, host.manifest.text);
  const { patch, dependencies, issues } = addDependencies(source, wanted);
  const names = dependencies.filter((dependency) => dependency.action === 'add').map((dependency) => dependency.name);
  return { patched: withPatch(patched, source, patch, 'dependencies', `adds ${names.join(', ')}`), dependencies, issues: [...issues, ...outdatedPackages(files, host, wanted), ...elsewhere(host, wanted, dependencies)] };
}

function elsewhere(host: Host, wanted: readonly WantedDependency[], found: readonly DependencyChange[]): readonly Issue[] {
  const isForProduction = (name: string): boolean => wanted.some((dependency) => dependency.name === name && dependency.section === 'dependencies');
  const moved = found.filter(({ name, section, action }) => action === 'keep' && section !== 'dependencies' && isForProduction(name));
  return moved.map(({ name, section }) => ({
    code: 'dependency-elsewhere',
    severity: 'info',
    message: `${name} stands in ${section}, where a production install does not look.`,
    file: host.manifest.path,
    remedy: `Move it to dependencies if the application runs without ${section}.`,
  }));
}
