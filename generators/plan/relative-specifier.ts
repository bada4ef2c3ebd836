import { posix } from 'node:path';
import type { SpecifierExtension } from '../host/host.ts';

/** What a file of the host writes to import another one: `./background-jobs/background-jobs.module.js`. */
export function relativeSpecifier(fromFile: string, toFile: string, extension: SpecifierExtension): string {
  const relative = posix.relative(posix.dirname(fromFile), toFile.replace(/\.ts$/, ''));
  return `${relative.startsWith('.') ? relative : `./${relative}`}${extension}`;
}
