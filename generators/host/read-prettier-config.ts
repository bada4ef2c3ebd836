import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Options as PrettierOptions } from 'prettier';
import { diskHostFiles } from './disk-host-files.ts';
import { foldersUpwards } from './folders-upwards.ts';
import type { Host } from './host.ts';

/**
 * Prettier's configuration where it is a plain JSON file and nothing else adds to it, as `nest new` writes it: reading that saves
 * loading Prettier at all. `null` otherwise.
 */
export function readPrettierConfig(host: Pick<Host, 'root' | 'formatter'>): PrettierOptions | null {
  const { value, evidence } = host.formatter ?? {};
  if (value !== 'prettier' || !evidence || !/(^|\/)\.prettierrc(\.json)?$/.test(evidence.file) || hasEditorConfig(host.root)) {
    return null;
  }
  try {
    const config = JSON.parse(readFileSync(join(host.root, evidence.file), 'utf8')) as PrettierOptions & { readonly overrides?: unknown };
    return config.overrides === undefined ? config : null;
  } catch {
    return null;
  }
}

/** Prettier takes what it is not told itself from the nearest .editorconfig up to the repository root. */
function hasEditorConfig(root: string): boolean {
  const files = diskHostFiles(root);
  return foldersUpwards(files, '.').some((folder) => files.exists(posix.join(folder, '.editorconfig')));
}
