import { posix } from 'node:path';

import { foldersUpwards } from './folders-upwards.ts';
import type { HostFiles } from './host-files.ts';

/** What keeps package managers from running the install scripts of packages, by the file that says so. */
const bans: readonly (readonly [file: string, line: RegExp])[] = [
  ['.npmrc', /^\s*ignore-scripts\s*=\s*true\s*$/m],
  ['.yarnrc.yml', /^enableScripts:\s*false\b/m],
];

/** The nearest such file, relative to the host's root. */
export function findScriptBan(files: HostFiles, folder: string): string | null {
  const candidates = foldersUpwards(files, folder).flatMap((current) => bans.map(([name, line]) => ({ path: posix.join(current, name), line })));
  return candidates.find(({ path, line }) => line.test(files.read(path) ?? ''))?.path ?? null;
}
