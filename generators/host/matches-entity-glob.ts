import { posix } from 'node:path';
import picomatch from 'picomatch';

import type { Host } from './host.ts';

/** As what a source is found: as it is written, or as it is built. */
export interface Reach {
  readonly source: boolean;
  readonly built: boolean;
}

type Built = Pick<Host, 'sourceRoot' | 'buildFolders'>;

/** As what a glob of TypeORM's options, relative to the host's root, finds a source file. */
export function globReach(pattern: string, sourceFile: string, { sourceRoot, buildFolders }: Built): Reach {
  const matches = picomatch(posix.normalize(pattern).replace(/^\.\//, ''));
  const emitted = sourceFile.replace(/\.([cm]?)tsx?$/, '.$1js');
  const inside = posix.relative(sourceRoot.value, emitted);
  const built = inside.startsWith('..') ? [] : buildFolders.map((folder) => posix.join(folder, inside));
  return { source: matches(sourceFile), built: [emitted, ...built].some((path) => matches(path)) };
}

/** Whether a glob of TypeORM's options will find the class of a source file: as the source itself, or as what it is compiled to. */
export function matchesEntityGlob(pattern: string, sourceFile: string, host: Built): boolean {
  const { source, built } = globReach(pattern, sourceFile, host);
  return source || built;
}
