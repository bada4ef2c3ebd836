import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix, relative, resolve, sep } from 'node:path';
import type { Draft } from './host-formatter.ts';

/** A copy of the host that holds files which are not in it yet, for tools that only work on files. */
export interface ShadowTree {
  /** Where a path of the host lies in it; absolute. */
  at(path: string): string;
  read(path: string): string;
  remove(): void;
}

/** What formatters read beside the files they format. */
const configuration = /^\.|\.(?:jsonc?|toml|ya?ml)$|\.config\./;

/**
 * Makes one in the system's folder for temporary files: the folders on the way to the drafts are real and hold copies of what configures a
 * formatter; everything else in the host and above is a link.
 *
 * @param top the outermost folder that counts, relative to the host's root: `..`.
 */
export function makeShadowTree(root: string, top: string, drafts: readonly Draft[]): ShadowTree {
  const realTop = resolve(root, top);
  const way = relative(realTop, root).split(sep).join('/');
  const shadow = realpathSync(mkdtempSync(join(tmpdir(), 'abp-background-jobs-format-')));
  const placeOf = (path: string): string => posix.join(way, path);
  const folders = foldersTo([placeOf('.'), ...drafts.map(({ path }) => posix.dirname(placeOf(path)))]);
  // All of them before any is filled, or the next one would be made through a link.
  for (const folder of folders) {
    mkdirSync(join(shadow, folder), { recursive: true });
  }
  for (const folder of folders) {
    fill(join(realTop, folder), join(shadow, folder), { isBelowHost: folder !== placeOf('.') && isBelow(folder, placeOf('.')) });
  }
  for (const { path, text } of drafts) {
    rmSync(join(shadow, placeOf(path)), { force: true });
    writeFileSync(join(shadow, placeOf(path)), text);
  }
  return {
    at: (path) => join(shadow, placeOf(path)),
    read: (path) => readFileSync(join(shadow, placeOf(path)), 'utf8'),
    remove: () => rmSync(shadow, { recursive: true, force: true }),
  };
}

/** All folders on the way to these, outermost first. */
function foldersTo(folders: readonly string[]): readonly string[] {
  const found = new Set<string>(['.']);
  for (const folder of folders) {
    for (let current = folder; current !== '.' && current !== '/'; current = posix.dirname(current)) {
      found.add(current);
    }
  }
  return [...found].toSorted((one, other) => one.length - other.length);
}

function isBelow(path: string, folder: string): boolean {
  return folder === '.' || path.startsWith(`${folder}/`);
}

/** Copies configuration; links the rest where configuration may refer to it, which is not from below the host's root. */
function fill(from: string, to: string, { isBelowHost }: { readonly isBelowHost: boolean }): void {
  const there = new Set(readdirSync(to));
  for (const entry of entriesOf(from)) {
    if (there.has(entry.name) || entry.name === '.git') continue;
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isFile() && configuration.test(entry.name)) {
      copyFileSync(source, target);
    } else if (!isBelowHost) {
      link(source, target, entry.isDirectory());
    }
  }
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Windows lets everybody link folders, files only some. */
function link(source: string, target: string, isFolder: boolean): void {
  try {
    symlinkSync(source, target, isFolder ? 'junction' : 'file');
  } catch {
    if (!isFolder) copyFileSync(source, target);
  }
}

/** The last of the folders upwards that has what configures the tool; the host's root where none has. */
export function outermost(folders: readonly string[], hasConfiguration: (folder: string) => boolean): string {
  return folders.findLast(hasConfiguration) ?? '.';
}
