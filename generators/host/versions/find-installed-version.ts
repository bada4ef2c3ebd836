import { posix } from 'node:path';
import semver from 'semver';

import type { Fact } from '../host.ts';
import type { HostFiles } from '../host-files.ts';
import { relativePath } from '../host-path.ts';
import { readJson } from '../read-json.ts';
import { asRecord, asText } from '../records.ts';

/** The version in the nearest `node_modules`, or in what Yarn's Plug'n'Play has instead. */
export function findInstalledVersion(files: HostFiles, folders: readonly string[], name: string): Fact<string> | null {
  for (const folder of folders) {
    const installed = readJson(files, posix.join(folder, 'node_modules', name, 'package.json'));
    const version = asText(installed?.get('version'));
    if (installed && version) return { value: version, evidence: installed.evidence(['version'], `${name} ${version}`) };
  }
  return pluggedVersion(files, folders, name);
}

function pluggedVersion(files: HostFiles, folders: readonly string[], name: string): Fact<string> | null {
  for (const root of folders) {
    const registry = pnpRegistry(files, root);
    if (!registry) continue;
    for (const folder of folders) {
      const version = dependencyOf(registry.packages, locationOf(relativePath(files, root, folder)), name);
      if (version) return { value: version, evidence: { file: registry.file, what: `${name} ${version}` } };
    }
    return null;
  }
  return null;
}

/** The registry lies in a file of its own, or as a text in the program that Node loads. */
function pnpRegistry(files: HostFiles, root: string): { readonly file: string; readonly packages: unknown } | null {
  const data = posix.join(root, '.pnp.data.json');
  const program = posix.join(root, '.pnp.cjs');
  const inProgram = /RAW_RUNTIME_STATE\s*=\s*'((?:[^'\\]|\\[^])*)'/.exec(files.read(program) ?? '')?.[1]?.replace(/\\([^])/g, '$1');
  const text = files.read(data) ?? inProgram;
  if (text === undefined) return null;
  try {
    return { file: files.exists(data) === 'file' ? data : program, packages: asRecord(JSON.parse(text) as unknown)['packageRegistryData'] };
  } catch {
    return null;
  }
}

function locationOf(folder: string): string {
  return folder === '.' ? './' : `./${folder}/`;
}

/** `[name, [[reference, { packageLocation, packageDependencies: [[name, reference]] }]]]` */
function dependencyOf(packages: unknown, location: string, name: string): string | null {
  const references = asList(packages).flatMap((entry) => asList(asList(entry)[1]));
  const owner = references.map((entry) => asRecord(asList(entry)[1])).find((info) => info['packageLocation'] === location);
  const dependency = asList(owner?.['packageDependencies']).map(asList).find(([key]) => key === name)?.[1];
  // An alias is a pair of the real name and the reference.
  const reference = asText(dependency) ?? asText(asList(dependency)[1]);
  return semver.valid(/npm:([^#:]+)$/.exec(reference ?? '')?.[1] ?? null);
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
