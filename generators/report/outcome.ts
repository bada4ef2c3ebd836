import type { Issue } from '../errors/issue.ts';
import type { Host } from '../host/host.ts';
import type { AddOptions } from '../options/add-options.ts';
import type { Plan } from '../plan/plan.ts';

export type Status = 'done' | 'nothing-to-do' | 'planned' | 'pending' | 'needs-answers' | 'refused' | 'conflicts' | 'failed';

/** What a command has found out and decided so far. */
export interface Reached {
  host: Host | null;
  options: AddOptions | null;
  plan: Plan | null;
}

/** How a command ended. */
export interface Outcome extends Readonly<Reached> {
  readonly command: string;
  readonly status: Status;
  /** Issues beside the plan's. */
  readonly issues: readonly Issue[];
}

/** The outcome of a command that got this far. Where it is refused, nothing of the plan is made, so only its issues are left of it. */
export function outcomeOf(command: string, status: Status, { host, options, plan }: Reached, issues: readonly Issue[]): Outcome {
  const isMade = status !== 'refused' && status !== 'failed';
  return { command, status, host, options, plan: isMade ? plan : plan && { changes: [], dependencies: [], issues: plan.issues, next: [] }, issues };
}

/** A command that ended before it looked at the host. */
export function refusedOutcome(command: string, issues: readonly Issue[]): Outcome {
  return { command, status: 'refused', host: null, options: null, plan: null, issues };
}

/** The contract's exit codes. A dry run exits as the run itself would have. */
export function exitCodeOf(status: Status): number {
  switch (status) {
    case 'done':
    case 'nothing-to-do':
    case 'planned':
      return 0;
    case 'failed':
      return 1;
    case 'pending':
      return 2;
    case 'needs-answers':
      return 3;
    case 'refused':
      return 4;
    case 'conflicts':
      return 5;
    default:
      return unreachable(status);
  }
}

function unreachable(status: never): never {
  throw new Error(`No exit code for ${String(status)}.`);
}
