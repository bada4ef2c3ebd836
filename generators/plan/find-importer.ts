import { posix } from 'node:path';
import type { HostFiles } from '../host/host-files.ts';
import { importedFiles } from '../host/imported-files.ts';

/** Far enough for the modules of an application, and the end of the walk in a large one. */
const maximalFiles = 300;

/** The first file, among `start` and what they import outside that folder, that names `symbol` and imports it from a folder; `null` where there is none. */
export function findImporter(files: HostFiles, start: readonly string[], symbol: string, folder: string): string | null {
  const isInside = (path: string): boolean => path.startsWith(`${folder}/`);
  const reached = new Set(start.filter((path) => !isInside(path)));
  for (const file of reached) {
    const imported = importedFiles(files, file);
    if (imported.some((path) => posix.dirname(path) === folder) && (files.read(file) ?? '').includes(symbol)) {
      return file;
    }
    imported.filter((path) => !isInside(path) && reached.size < maximalFiles).forEach((path) => reached.add(path));
  }
  return null;
}
