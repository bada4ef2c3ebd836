import { posix } from 'node:path';
import picomatch from 'picomatch';

import type { Host } from './host.ts';

/**
 * Whether a glob of TypeORM's options, relative to the host's root, will find the class of a source file: as the source itself, or as
 * what it is compiled to.
 */
export function matchesEntityGlob(pattern: string, sourceFile: string, host: Pick<Host, 'sourceRoot' | 'buildFolders'>): boolean {
  const matches = picomatch(posix.normalize(pattern).replace(/^\.\//, ''));
  const emitted = sourceFile.replace(/\.([cm]?)tsx?$/, '.$1js');
  const inside = posix.relative(host.sourceRoot.value, emitted);
  const built = inside.startsWith('..') ? [] : host.buildFolders.map((folder) => posix.join(folder, inside));
  return [sourceFile, emitted, ...built].some((path) => matches(path));
}
