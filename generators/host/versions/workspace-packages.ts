import { posix } from 'node:path';

import type { HostFiles } from '../host-files.ts';
import { readJson } from '../read-json.ts';
import { asRecord, asText, asTexts } from '../records.ts';
import { readYaml } from './yaml-file.ts';

/** Globs of the packages of a workspace, as its root lists them; empty where it is none. */
export function workspaceGlobs(files: HostFiles, root: string): readonly string[] {
  const workspaces = readJson(files, posix.join(root, 'package.json'))?.get('workspaces');
  const listed = asTexts(Array.isArray(workspaces) ? workspaces : (asRecord(workspaces)['packages'] ?? []));
  const pnpm = asTexts(asRecord(readYaml(files, posix.join(root, 'pnpm-workspace.yaml'))?.value)['packages'] ?? []);
  return [...listed, ...pnpm].filter((glob) => !glob.startsWith('!')).map((glob) => glob.replace(/\/\*\*$/, '/*').replace(/\/$/, ''));
}

/** Folders in a folder, apart from those that no package of a workspace lies in. */
export function childFolders(files: HostFiles, folder: string): readonly string[] {
  return files
    .list(folder)
    .filter((name) => name.endsWith('/') && name !== 'node_modules/' && !name.startsWith('.'))
    .map((name) => posix.join(folder, name.slice(0, -1)));
}

/** The version that a package of the workspace gives itself; `null` where none has that name. */
export function workspaceVersion(files: HostFiles, folders: readonly string[], name: string): string | null {
  for (const root of folders) {
    const below = workspaceGlobs(files, root).flatMap((glob) =>
      glob.endsWith('*') ? childFolders(files, posix.join(root, posix.dirname(glob))) : [posix.join(root, glob)],
    );
    for (const folder of below) {
      const manifest = readJson(files, posix.join(folder, 'package.json'));
      if (manifest?.get('name') === name) return asText(manifest.get('version'));
    }
  }
  return null;
}
