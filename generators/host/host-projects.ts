import { posix } from 'node:path';

import type { Evidence } from './host.ts';
import type { HostFiles } from './host-files.ts';
import { nestCliFiles } from './locate-host.ts';
import { readJson, type JsonFile } from './read-json.ts';
import { asRecord, asText } from './records.ts';

/** One application of the host that is built and started by itself. */
export interface HostProject {
  /** As the Nest CLI or Nx knows it; `null` for the only application of a host without projects. */
  readonly name: string | null;
  /** Folder of the project, `.` where it is the host itself. */
  readonly folder: string;
  readonly sourceRoot: string;
  /** Without extension and relative to the source root, or with it and relative to the host: as its tool writes it. */
  readonly entry: { readonly file: string; readonly relativeTo: 'source root' | 'host' } | null;
  readonly evidence: Evidence;
}

/** The applications the host declares, the Nest CLI's default one first. */
export function hostProjects(files: HostFiles): readonly HostProject[] {
  const nestCli = nestCliFiles.map((name) => readJson(files, name)).find((config) => config !== null) ?? null;
  const declared = nestCli ? nestCliProjects(nestCli) : [];
  if (declared.length > 0) return declared;
  const nx = nxProjects(files);
  if (nx.length > 0) return nx;
  return [soleProject(files, nestCli)];
}

function nestCliProjects(config: JsonFile): readonly HostProject[] {
  const defaultFolder = asText(config.get('root'));
  return Object.entries(asRecord(config.get('projects')))
    .map(([name, value]) => ({ name, project: asRecord(value) }))
    .filter(({ project }) => project['type'] !== 'library')
    .map(({ name, project }) => {
      const folder = posix.normalize(asText(project['root']) ?? '.');
      return {
        name,
        folder,
        sourceRoot: posix.normalize(asText(project['sourceRoot']) ?? posix.join(folder, 'src')),
        entry: entryOf(project['entryFile']),
        evidence: config.evidence(['projects', name], `project ${name}`),
      };
    })
    .toSorted((one, other) => Number(other.folder === defaultFolder) - Number(one.folder === defaultFolder));
}

/** Nx applications: their `project.json`, in the folder itself or where Nx keeps applications. */
function nxProjects(files: HostFiles): readonly HostProject[] {
  if (!files.exists('nx.json') && !files.exists('project.json')) return [];
  const folders = ['.', ...['apps', 'packages'].flatMap((parent) => foldersIn(files, parent))];
  return folders.flatMap((folder) => nxProject(files, folder));
}

function nxProject(files: HostFiles, folder: string): readonly HostProject[] {
  const config = readJson(files, posix.join(folder, 'project.json'));
  if (!config || config.get('projectType') === 'library') return [];
  const main = localPath(files, asText(config.get('targets', 'build', 'options', 'main')));
  const sourceRoot = localPath(files, asText(config.get('sourceRoot'))) ?? posix.join(folder, 'src');
  if (!main && !files.exists(posix.join(sourceRoot, 'main.ts'))) return [];
  return [
    {
      name: asText(config.get('name')) ?? posix.basename(folder),
      folder,
      sourceRoot,
      entry: main ? { file: main, relativeTo: 'host' } : null,
      evidence: config.evidence(['sourceRoot'], 'sourceRoot'),
    },
  ];
}

/** Nx writes paths from the workspace's root, which may lie above the host: what is left of one inside the host. */
function localPath(files: HostFiles, path: string | null): string | null {
  if (path === null) return null;
  const parts = posix.normalize(path).split('/');
  const suffixes = parts.map((_, index) => parts.slice(index).join('/'));
  return suffixes.find((suffix) => files.exists(suffix) !== null) ?? null;
}

function soleProject(files: HostFiles, nestCli: JsonFile | null): HostProject {
  const configured = asText(nestCli?.get('sourceRoot'));
  if (nestCli && configured) {
    return {
      name: null,
      folder: '.',
      sourceRoot: posix.normalize(configured),
      entry: entryOf(nestCli.get('entryFile')),
      evidence: nestCli.evidence(['sourceRoot'], 'sourceRoot'),
    };
  }
  const sourceRoot = ['src', 'source', 'app', 'server'].find((folder) => files.exists(folder) === 'folder') ?? '.';
  return { name: null, folder: '.', sourceRoot, entry: entryOf(nestCli?.get('entryFile')), evidence: { file: sourceRoot, what: 'folder' } };
}

function entryOf(entryFile: unknown): HostProject['entry'] {
  const file = asText(entryFile);
  return file ? { file: file.replace(/\.[cm]?[jt]s$/, ''), relativeTo: 'source root' } : null;
}

function foldersIn(files: HostFiles, parent: string): readonly string[] {
  return files
    .list(parent)
    .filter((name) => name.endsWith('/'))
    .map((name) => posix.join(parent, name.slice(0, -1)));
}
