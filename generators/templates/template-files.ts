import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The package's templates as text. Paths are posix and relative to `templates/`. */
export interface TemplateFiles {
  readonly paths: readonly string[];
  read(path: string): string;
}

/** The templates that lie in the package at `root`. */
export function templateFiles(root: string): TemplateFiles {
  const folder = join(root, 'templates');
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1).replaceAll('\\', '/'))
    .sort();
  return { paths, read: (path) => readFileSync(join(folder, path), 'utf8') };
}
