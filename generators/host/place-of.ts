import type { Issue } from '../errors/issue.ts';
import type { Evidence } from './host.ts';

/** File and line of a piece of evidence, for an issue. */
export function placeOf({ file, line }: Evidence): Pick<Issue, 'file' | 'line'> {
  return line === undefined ? { file } : { file, line };
}
