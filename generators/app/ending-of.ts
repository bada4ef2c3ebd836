import type { Issue } from '../errors/issue.ts';
import { IssuesError } from '../errors/issues-error.ts';
import type { Status } from '../report/outcome.ts';

/** How a command ends that an error has ended. */
export function endingOf(error: unknown): { readonly status: Status; readonly issues: readonly Issue[] } {
  if (error instanceof IssuesError) {
    const { issues } = error;
    return { status: issues.every(({ code }) => code === 'missing-answer' || code === 'root-module-ambiguous') ? 'needs-answers' : 'refused', issues };
  }
  if (isInterruption(error)) {
    return { status: 'refused', issues: [interrupted()] };
  }
  return { status: 'failed', issues: [unexpected(error)] };
}

/** Ctrl-C at a question. Inquirer's error by its name: Yeoman brings a copy of the class. */
export function isInterruption(error: unknown): boolean {
  return error instanceof Error && error.name === 'ExitPromptError';
}

function interrupted(): Issue {
  return { code: 'declined', severity: 'info', message: 'Interrupted.', remedy: 'Run it again whenever you like.' };
}

function unexpected(error: unknown): Issue {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: 'unexpected', severity: 'error', message: `A fault of the generator: ${text}`, remedy: 'Please report it with the output of --version and --json.' };
}
