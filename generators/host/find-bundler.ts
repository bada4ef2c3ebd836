import { posix } from 'node:path';

import type { Fact, PackageManifest } from './host.ts';
import type { HostFiles } from './host-files.ts';
import type { HostProject } from './host-projects.ts';
import { nestCliFiles } from './locate-host.ts';
import { readJson } from './read-json.ts';
import { asRecord, asText } from './records.ts';

const bundlers = /\b(?:webpack|rspack|esbuild|vite|rollup|rolldown|tsup|tsdown|ncc|bundle)\b/;

/** What packs the application into few files, so that no built file corresponds to a source; `null` where sources are built one by one. */
export function findBundler(files: HostFiles, project: HostProject, manifest: PackageManifest): Fact<string> | null {
  return nestCliBundler(files, project) ?? nxBundler(files, project) ?? scriptedBundler(files, manifest);
}

function nestCliBundler(files: HostFiles, { name }: HostProject): Fact<string> | null {
  const config = nestCliFiles.map((path) => readJson(files, path)).find((found) => found !== null);
  if (!config) return null;
  const own = name === null ? {} : asRecord(config.get('projects', name, 'compilerOptions'));
  const { builder, webpack } = { ...asRecord(config.get('compilerOptions')), ...own };
  const kind = asText(builder) ?? asText(asRecord(builder)['type']);
  // The Nest CLI packs the applications of a monorepo unless it is told otherwise.
  const packs = kind === null ? (webpack ?? config.get('monorepo')) === true : bundlers.test(kind);
  return packs ? { value: kind ?? 'webpack', evidence: config.evidence(['compilerOptions'], 'compilerOptions') } : null;
}

/** What the build target runs; where it does not say, Nx takes the bundler whose configuration lies in the project. */
function nxBundler(files: HostFiles, { folder }: HostProject): Fact<string> | null {
  const config = readJson(files, posix.join(folder, 'project.json'));
  if (!config) return null;
  const target = asRecord(config.get('targets', 'build'));
  const isInferred = target['executor'] === undefined && target['command'] === undefined;
  const [value] = bundlers.exec(isInferred ? files.list(folder).join('\n') : JSON.stringify(target)) ?? [];
  return value === undefined ? null : { value, evidence: config.evidence(['targets', 'build'], 'target build') };
}

function scriptedBundler(files: HostFiles, { path }: PackageManifest): Fact<string> | null {
  const manifest = readJson(files, path);
  const [value] = bundlers.exec(asText(manifest?.get('scripts', 'build')) ?? '') ?? [];
  return manifest === null || value === undefined ? null : { value, evidence: manifest.evidence(['scripts', 'build'], 'script build') };
}
