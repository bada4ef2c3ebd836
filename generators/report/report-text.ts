import { relative } from 'node:path';
import pc from 'picocolors';
import type { Issue } from '../errors/issue.ts';
import type { Change } from '../plan/plan.ts';
import { issueText } from './issue-text.ts';
import type { Outcome } from './outcome.ts';

/** What a person reads at the end of a command. */
export function reportText(outcome: Outcome): string {
  const parts = [...outcome.issues, ...unseenIssues(outcome)].map((issue) => `${issueText(issue)}\n`);
  return `${[...parts, `${headline(outcome)}\n`].join('\n')}`;
}

/** The plan's issues where no preview has shown them. */
function unseenIssues({ status, plan }: Outcome): readonly Issue[] {
  const issues = plan?.issues ?? [];
  switch (status) {
    case 'pending':
    case 'nothing-to-do':
      return issues;
    case 'refused':
      // A plan with errors is not shown; one that is declined has been.
      return issues.filter(({ severity }) => severity === 'error');
    default:
      return [];
  }
}

function countText(changes: readonly Change[]): string {
  const created = changes.filter((change) => change.kind === 'create').length;
  const changed = changes.length - created;
  return [created > 0 ? `${created} files created` : '', changed > 0 ? `${changed} changed` : ''].filter((text) => text !== '').join(', ');
}

/** What is typed works in the host's root, where the person need not stand. */
function nextText(steps: readonly string[], host: Outcome['host']): string {
  const place = host === null ? '' : relative(process.cwd(), host.root);
  return steps.length > 0 ? ` Next${place === '' ? '' : `, in ${place}`}:\n${steps.map((step, index) => `  ${index + 1}. ${step}`).join('\n')}` : '';
}

function headline({ plan, status, options, host }: Outcome): string {
  const count = plan?.changes.length ?? 0;
  switch (status) {
    case 'done':
      return `${pc.green('done')} ${options?.path ?? ''} is yours: ${countText(plan?.changes ?? [])}.${nextText(plan?.next ?? [], host)}`;
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
    default:
      return status satisfies never;
  }
}
