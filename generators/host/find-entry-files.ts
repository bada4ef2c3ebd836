import { posix } from 'node:path';

import { mayBootstrap } from '../syntax/find-bootstrap-calls.ts';
import type { HostFiles } from './host-files.ts';
import type { HostProject } from './host-projects.ts';

export interface EntryFiles {
  /** Files the application may be started from, the likeliest first. */
  readonly candidates: readonly string[];
  /** Files of the same folder that start something too. */
  readonly beside: readonly string[];
  /** Looks through the project's folders, for where the candidates lead nowhere: the only thing here whose cost grows with the host. */
  readonly search: () => readonly string[];
}

const usualNames = ['main', 'bootstrap', 'index', 'server', 'app', 'start', 'cli', 'lambda', 'serverless'];
const extensions = ['.ts', '.mts', '.cts'];
const skippedFolders =
  /^(?:node_modules|dist|build|out|coverage|tests?|e2e|__tests__|templates?|seeds?|seeders?|migrations?|fixtures|\..*)\/$/;
const skippedFiles = /\.(?:d|spec|test|e2e-spec|module|service|controller|entity)\.[cm]?ts$/;
const maximalFolders = 400;

/** The entry file that the project's own configuration names, then the usual ones, then whatever starts something beside them. */
export function findEntryFiles(files: HostFiles, project: HostProject): EntryFiles {
  const beside = startersIn(files, project.sourceRoot);
  const named = [...configuredEntry(files, project), ...usualEntries(files, project)];
  const starting = named.filter((path) => path === named[0] || mayBootstrap.test(files.read(path) ?? ''));
  return { candidates: [...new Set([...starting, ...beside])], beside, search: () => searchStarters(files, project.folder) };
}

function configuredEntry(files: HostFiles, { entry, sourceRoot }: HostProject): readonly string[] {
  if (!entry) return [];
  if (entry.relativeTo === 'host') return files.exists(entry.file) === 'file' ? [entry.file] : [];
  const found = withExtension(files, posix.join(sourceRoot, entry.file));
  return found ? [found] : [];
}

function usualEntries(files: HostFiles, { sourceRoot, folder }: HostProject): readonly string[] {
  return [...new Set([sourceRoot, folder])]
    .flatMap((parent) => usualNames.map((name) => withExtension(files, posix.join(parent, name))))
    .filter((path) => path !== null);
}

function withExtension(files: HostFiles, stem: string): string | null {
  return extensions.map((extension) => stem + extension).find((path) => files.exists(path) === 'file') ?? null;
}

/** Files of one folder whose text speaks of Nest's factories. */
function startersIn(files: HostFiles, folder: string): readonly string[] {
  return files
    .list(folder)
    .filter((name) => /\.[cm]?ts$/.test(name) && !skippedFiles.test(name))
    .map((name) => posix.join(folder, name))
    .filter((path) => mayBootstrap.test(files.read(path) ?? ''));
}

/** Breadth first, so that what stands near the top is found before its namesakes further down. */
function searchStarters(files: HostFiles, top: string): readonly string[] {
  const found: string[] = [];
  const folders = [top];
  for (let index = 0; index < Math.min(folders.length, maximalFolders); index++) {
    const folder = folders[index] ?? top;
    found.push(...startersIn(files, folder));
    const children = files.list(folder).filter((name) => name.endsWith('/') && !skippedFolders.test(name));
    folders.push(...children.map((name) => posix.join(folder, name.slice(0, -1))));
  }
  return found;
}
