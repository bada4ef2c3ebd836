import type { Issue } from '../errors/issue.ts';

/** A refused patch: what stood in the way, and what to paste instead. */
export function refuse(issue: Omit<Issue, 'code' | 'severity'>): { readonly kind: 'refused'; readonly issue: Issue } {
  return { kind: 'refused', issue: { code: 'patch-refused', severity: 'error', ...issue } };
}
