import { posix } from 'node:path';
import picomatch from 'picomatch';

import type { TestPatterns } from './host.ts';
import type { HostFiles } from './host-files.ts';

/** Whether the host's runner takes a file for a test. */
export function matchesTestPatterns(patterns: readonly TestPatterns[], { root }: Pick<HostFiles, 'root'>, path: string): boolean {
  const file = posix.resolve(root, path);
  return patterns.some(({ roots, tests, ignored }) => roots.some((folder) => file.startsWith(`${folder}/`)) && matches(tests, file) && !ignored.some((pattern) => new RegExp(pattern).test(file)));
}

function matches(tests: TestPatterns['tests'], file: string): boolean {
  switch (tests.kind) {
    case 'regex':
      return tests.patterns.some((pattern) => new RegExp(pattern).test(file));
    case 'glob':
      return isIncluded(tests.patterns, posix.relative(tests.folder, file), file);
  }
}

/** Patterns are relative or absolute; one that begins with `!` takes away what those before it gave. */
function isIncluded(patterns: readonly string[], relative: string, absolute: string): boolean {
  return patterns.reduce((included, pattern) => {
    const isNegated = pattern.startsWith('!');
    const glob = posix.normalize(isNegated ? pattern.slice(1) : pattern);
    const fits = picomatch.isMatch(glob.startsWith('/') ? absolute : relative, glob, { dot: true });
    return fits ? !isNegated : included;
  }, false);
}
