import type { Issue } from './issue.ts';

/** Ends a command early with its issues. It has no `code` property: `yo` would hand that to `process.exit`. */
export class IssuesError extends Error {
  override readonly name = 'IssuesError';
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super(issues.map((issue) => issue.message).join('\n'));
    this.issues = issues;
  }
}
