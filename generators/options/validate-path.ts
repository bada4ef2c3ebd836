import type { Issue } from '../errors/issue.ts';
import { invalidOption } from './invalid-option.ts';

const segment = /^[\p{L}\p{N}_@.()[\] +-]+$/u;

/**
 * Brings `--path` to a posix path relative to the host's root, or tells the rule it breaks. Whether a link on the way leads
 * out of the host is for the disk to tell, not for the text: see `host/find-link-outside.ts`.
 */
export function normalizePath(value: string): { readonly path: string } | { readonly issue: Issue } {
  const posix = value.replaceAll('\\', '/');
  const segments = posix.split('/').filter((part) => part !== '' && part !== '.');
  const wouldDo = '--path src/background-jobs';
  if (/^([A-Za-z]:|\/|~)/.test(posix)) {
    return { issue: invalidOption('--path', "it is relative to the host's root", value, wouldDo) };
  }
  if (segments.includes('..')) {
    return { issue: invalidOption('--path', 'it stays inside the host, without ..', value, wouldDo) };
  }
  if (segments.length === 0) {
    return { issue: invalidOption('--path', 'it names a folder of its own', value, wouldDo) };
  }
  const odd = segments.find((part) => !segment.test(part));
  if (odd !== undefined) {
    return { issue: invalidOption('--path', 'its folders hold letters, digits, spaces and _ @ . ( ) [ ] + -', value, wouldDo) };
  }
  if (segments.includes('node_modules') || segments.includes('.git')) {
    return { issue: invalidOption('--path', 'it is not inside node_modules or .git', value, wouldDo) };
  }
  return { path: segments.join('/') };
}
