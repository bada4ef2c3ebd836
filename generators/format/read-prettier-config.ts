import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Options as PrettierOptions } from 'prettier';
import { foldersUpwards } from '../host/folders-upwards.ts';
import type { HostFiles } from '../host/host-files.ts';
import type { Host } from '../host/host.ts';

/**
 * Prettier's configuration where it is a plain JSON file and nothing else adds to it, as `nest new` writes it: reading that saves
 * loading Prettier at all. `null` otherwise.
 */
export function readPrettierConfig({ root, formatter }: Pick<Host, 'root' | 'formatter'>, files: HostFiles): PrettierOptions | null {
  const { value, evidence } = formatter ?? {};
  if (value !== 'prettier' || !evidence || !/(^|\/)\.prettierrc(\.json)?$/.test(evidence.file) || hasEditorConfig(files)) {
    return null;
  }
  try {
    const config = JSON.parse(readFileSync(join(root, evidence.file), 'utf8')) as PrettierOptions & { readonly overrides?: unknown };
    return config.overrides === undefined && config.plugins === undefined ? config : null;
  } catch {
    return null;
  }
}

/** Prettier takes what it is not told itself from the nearest .editorconfig up to the repository root. */
function hasEditorConfig(files: HostFiles): boolean {
  return foldersUpwards(files, '.').some((folder) => files.exists(posix.join(folder, '.editorconfig')));
}
