import { posix, resolve, sep } from 'node:path';

import type { Issue } from '../errors/issue.ts';
import type { HostFiles } from './host-files.ts';
import { readJson } from './read-json.ts';
import { childFolders, workspaceGlobs } from './versions/workspace-packages.ts';

export type OpenHostFiles = (root: string) => HostFiles;

/** The names under which the Nest CLI looks for its configuration. */
export const nestCliFiles = ['nest-cli.json', '.nest-cli.json', '.nestcli.json', 'nest.json'] as const;

/** Where applications lie in a workspace, when no manifest above says it. */
const usualFolders = ['.', 'apps', 'packages', 'services', 'libs'];

/**
 * The folder to work in: the nearest one at or above `cwd` that declares Nest or configures its CLI. With the folder of a
 * workspace's application named by `project`, that application.
 *
 * @param typed `cwd` as the user gave it, for a proposal that begins there.
 */
export function locateHost(
  cwd: string,
  project: string | undefined,
  open: OpenHostFiles,
  typed = '.',
): { readonly root: string } | { readonly issue: Issue } {
  const files = open(cwd);
  if (files.exists('.') !== 'folder') return { issue: noFolder(cwd) };
  const height = cwd.split(sep).filter((part) => part !== '').length;
  let folder = '.';
  for (let level = 0; level <= height; level++, folder = posix.join(folder, '..')) {
    if (declaresNest(files, folder) || nestCliFiles.some((name) => files.exists(posix.join(folder, name))))
      return { root: resolve(cwd, folder) };
    if (files.exists(posix.join(folder, '.git'))) break;
  }
  const below = applicationsBelow(files);
  const named = below.find((candidate) => posix.basename(candidate) === project);
  return named === undefined ? { issue: noHost(cwd, below.map((folder) => posix.join(typed.replaceAll('\\', '/'), folder))) } : { root: resolve(cwd, named) };
}

export function declaresNest(files: HostFiles, folder: string): boolean {
  const manifest = readJson(files, posix.join(folder, 'package.json'));
  return ['dependencies', 'devDependencies', 'peerDependencies'].some((section) => manifest?.get(section, '@nestjs/core') !== undefined);
}

/** Folders of the workspace that declare Nest: what its manifests list, the usual places, else any one level further down. */
function applicationsBelow(files: HostFiles): readonly string[] {
  const globs = [...workspaceGlobs(files, '.'), ...usualFolders.map((folder) => posix.join(folder, '*'))];
  const folders = globs.flatMap((glob) =>
    glob.endsWith('/*') || glob === '*' ? childFolders(files, posix.dirname(glob)) : [posix.normalize(glob)],
  );
  const applications = [...new Set(folders)].filter((folder) => declaresNest(files, folder));
  if (applications.length > 0) return applications;
  const grandchildren = childFolders(files, '.').flatMap((folder) => childFolders(files, folder));
  return grandchildren.filter((folder) => declaresNest(files, folder));
}

function noFolder(cwd: string): Issue {
  return {
    code: 'invalid-option',
    severity: 'error',
    message: `There is no folder ${cwd}.`,
    expected: 'a folder',
    found: cwd,
    remedy: 'Run it inside a NestJS application, or name one that exists with --cwd.',
  };
}

function noHost(cwd: string, below: readonly string[]): Issue {
  return {
    code: 'no-nest-host',
    severity: 'error',
    message: `No NestJS application here or above: ${cwd}.`,
    expected: 'a package.json that declares @nestjs/core, or a nest-cli.json',
    ...(below.length > 0 && { found: below.join(', ') }),
    remedy:
      below.length > 0
        ? `Name the application: ${below.map((folder) => `--cwd ${folder}`).join(' or ')}.`
        : 'Run it inside a NestJS application, or name one with --cwd.',
  };
}
