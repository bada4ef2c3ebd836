import pc from 'picocolors';
import type { Issue } from '../errors/issue.ts';
import type { Change } from '../plan/plan.ts';
import type { Outcome } from './outcome.ts';

/** What a person reads at the end of a command. */
export function reportText(outcome: Outcome, issueText: (issue: Issue) => string): string {
  const { plan, status } = outcome;
  // The preview has shown the plan's issues already, except where there was none.
  const issues = status === 'refused' || status === 'pending' || status === 'nothing-to-do' ? [...outcome.issues, ...(plan?.issues ?? [])] : outcome.issues;
  const parts = issues.map((issue) => `${issueText(issue)}\n`);
  return `${[...parts, `${headline(outcome)}\n`].join('\n')}`;
}

function countText(changes: readonly Change[]): string {
  const created = changes.filter((change) => change.kind === 'create').length;
  const changed = changes.length - created;
  return `${created} files created${changed > 0 ? `, ${changed} changed` : ''}`;
}

function headline({ plan, status, options }: Outcome): string {
  const count = plan?.changes.length ?? 0;
  switch (status) {
    case 'done':
      return [`${pc.green('done')} ${options?.path ?? ''} is yours: ${countText(plan?.changes ?? [])}. Next:`, ...(plan?.next ?? []).map((step, index) => `  ${index + 1}. ${step}`)].join('\n');
    case 'nothing-to-do':
      return `${pc.green('nothing to do')} The module is there and wired.`;
    case 'planned':
      return `${pc.cyan('dry run')} ${count} files would be written; nothing was.`;
    case 'pending':
      return `${pc.yellow('pending')} ${count} files would change:\n${(plan?.changes ?? []).map((change) => `  ${change.kind} ${change.path}`).join('\n')}`;
    case 'needs-answers':
      return `${pc.yellow('answers needed')} Nothing was written. Add the flags named above.`;
    case 'refused':
      return `${pc.red('refused')} Nothing was written.`;
    case 'conflicts':
      return `${pc.yellow('conflicts')} Some files are left for you.`;
    case 'failed':
      return `${pc.red('failed')} Nothing was written.`;
  }
}
