import { posix } from 'node:path';

import { includes, type SourceSelection } from './source-selection.ts';

/** Where a build that compiles sources one by one puts them: as they lie in `rootDir`, so in `outDir`. */
export interface CompiledFiles {
  readonly kind: 'files';
  /** Absolute posix path of the host. */
  readonly root: string;
  /** Absolute posix path. */
  readonly rootDir: string;
  /** Absolute posix path. */
  readonly outDir: string;
  /** `rootDir` is no more than what all inputs have in common: one outside of it moves all output. */
  readonly isCommon: boolean;
  readonly inputs: SourceSelection;
  /** An input brings in what it imports, as with `tsc`; others compile what they are given and nothing else. */
  readonly followsImports: boolean;
}

export type BuildOutput =
  | CompiledFiles
  /** Few files that hold many sources each. */
  | { readonly kind: 'packed'; readonly by: string }
  /** Nothing that can be known beforehand. */
  | { readonly kind: 'unknown' };

/** Where the build puts a folder of sources, relative to the host's root like the folder; `null` where that lies outside of what it compiles. */
export function builtFolder({ root, rootDir, outDir }: CompiledFiles, folder: string): string | null {
  const inside = posix.relative(rootDir, posix.resolve(root, folder));
  return inside === '..' || inside.startsWith('../') ? null : posix.relative(root, posix.join(outDir, inside)) || '.';
}

/**
 * The file that the build makes of a source; both posix and relative to the host's root.
 * @param added sources that come into the host together with it
 * @returns `null` where the build makes none
 */
export function builtFile(output: BuildOutput, source: string, added: readonly string[]): string | null {
  if (output.kind !== 'files') return null;
  const absolute = (path: string): string => posix.resolve(output.root, path);
  const given = output.followsImports ? [source] : [source, ...added];
  if (!given.every((file) => includes(output.inputs, absolute(file)))) return null;
  const rootDir = output.isCommon ? [source, ...added].map((file) => posix.dirname(absolute(file))).reduce(commonFolder, output.rootDir) : output.rootDir;
  const folder = builtFolder({ ...output, rootDir }, posix.dirname(source));
  return folder === null ? null : posix.join(folder, posix.basename(source).replace(/\.([cm]?)tsx?$/, '.$1js'));
}

/** The deepest folder that holds two others, all absolute posix paths. */
export function commonFolder(one: string, other: string): string {
  const others = other.split('/');
  const parts = one.split('/');
  const different = parts.findIndex((part, index) => part !== others[index]);
  return (different === -1 ? parts : parts.slice(0, different)).join('/') || '/';
}
