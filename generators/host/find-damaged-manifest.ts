import { parseTree, printParseErrorCode, type ParseError } from 'jsonc-parser';

import type { Issue } from '../errors/issue.ts';
import type { HostFiles } from './host-files.ts';

/** What is wrong with the package.json of the root, which no package manager reads either; `null` where it is right or there is none. */
export function findDamagedManifest(files: HostFiles): Issue | null {
  const path = 'package.json';
  const text = files.read(path);
  if (text === null) return null;
  const errors: ParseError[] = [];
  const root = parseTree(text.replace(/^\uFEFF/, ' '), errors, { disallowComments: true });
  const [error] = errors;
  if (!error && root?.type === 'object') return null;
  return {
    code: 'file-unreadable',
    severity: 'error',
    message: `${path} is not valid JSON${error ? `: ${printParseErrorCode(error.error)}` : ''}.`,
    file: path,
    ...(error && { line: text.slice(0, error.offset).split('\n').length }),
    expected: 'a JSON object',
    remedy: 'Mend it, then run the command again.',
  };
}
