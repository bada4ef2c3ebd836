import { findImports } from '../syntax/find-imports.ts';
import { parseSource } from '../syntax/parse-source.ts';
import type { HostFiles } from './host-files.ts';
import { moduleResolver } from './resolve-module.ts';

/** The host's own files that a file imports, in the order of the text; none of them is read. */
export function importedFiles(files: HostFiles, file: string): readonly string[] {
  const resolve = moduleResolver(files);
  return findImports(parseSource(file, files.read(file) ?? ''))
    .map(({ specifier }) => resolve(specifier, file))
    .filter((path) => path !== null);
}
