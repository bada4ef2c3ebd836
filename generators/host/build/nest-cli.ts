import type { HostFiles } from '../host-files.ts';
import { nestCliFiles } from '../locate-host.ts';
import { readJson, type JsonFile } from '../read-json.ts';

/** The Nest CLI's configuration. */
export interface NestCli {
  readonly file: JsonFile;
  /** An option as the CLI reads it for a project: its own, else that of all. */
  readonly option: (project: string | null, ...keys: readonly string[]) => unknown;
}

/** `null` where the host has none, which the CLI takes for an empty one. */
export function readNestCli(files: HostFiles, path: string | undefined): NestCli | null {
  const paths = path === undefined ? nestCliFiles : [path];
  const file = paths.map((candidate) => readJson(files, candidate)).find((found) => found !== null);
  if (!file) return null;
  return {
    file,
    option: (project, ...keys) => (project === null ? undefined : file.get('projects', project, ...keys)) ?? file.get(...keys),
  };
}
