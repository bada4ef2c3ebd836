import { priorityOf } from './action.ts';
import type { Change, SettlementKind, State } from './store.ts';

/** What the store should know of a job. Times are whole hours of the model's clock. */
export interface ModelJob {
  readonly id: string;
  readonly name: string;
  readonly priority: number;
  readonly tries: number;
  readonly due: number;
  /** Of the claim that holds it. */
  readonly stamp: string | null;
  readonly finished: 'abandoned' | 'completed' | null;
}

export function stateOf({ finished, stamp, due, tries }: ModelJob, now: number): State {
  if (finished !== null) {
    return finished;
  }
  if (stamp !== null) {
    return due > now ? 'running' : 'stalled';
  }
  if (due <= now) {
    return 'waiting';
  }
  return tries === 0 ? 'scheduled' : 'retrying';
}

/** Whether the order promises that the one runs before the other. */
export function isBefore(one: ModelJob, other: ModelJob, order: 'dueTime' | 'tryCount'): boolean {
  if (one.priority !== other.priority) {
    return one.priority > other.priority;
  }
  return order === 'tryCount' && one.tries !== other.tries ? one.tries < other.tries : one.due < other.due;
}

const inLine: readonly State[] = ['waiting', 'scheduled', 'retrying'];
const unfinished: readonly State[] = [...inLine, 'running', 'stalled'];
const finished: readonly State[] = ['abandoned', 'completed'];

/** The states in which operators can make a change. */
export const admitted = { cancel: unfinished, abandon: unfinished, delete: finished, requeue: finished, delay: inLine, prioritize: inLine } as const;

type ChangeKind = keyof typeof admitted;

/** The change that an operator makes; `value` is hours or the number of a priority. */
export function changeOf(kind: ChangeKind, value: number): Change {
  switch (kind) {
    case 'cancel':
    case 'delete':
    case 'requeue':
      return { kind };
    case 'abandon':
      return { kind, reason: 'not wanted' };
    case 'delay':
      return { kind, delay: value * 3_600_000 };
    case 'prioritize':
      return { kind, priority: priorityOf(value) };
    default:
      throw new TypeError(`Unknown change: ${kind satisfies never}`);
  }
}

/** What the change makes of a job; `null`: nothing is left. */
export function changedJob(job: ModelJob, kind: ChangeKind, value: number, now: number): ModelJob | null {
  switch (kind) {
    case 'cancel':
    case 'delete':
      return null;
    case 'requeue':
      return { ...job, finished: null, tries: 0, due: now, stamp: null };
    case 'abandon':
      return { ...job, finished: 'abandoned', stamp: null };
    case 'delay':
      return { ...job, due: now + value };
    case 'prioritize':
      return { ...job, priority: priorityOf(value) };
    default:
      throw new TypeError(`Unknown change: ${kind satisfies never}`);
  }
}

/** What the end of a try makes of a job; `null`: nothing is left. */
export function settled(job: ModelJob, kind: SettlementKind, nextTry: number): ModelJob | null {
  switch (kind) {
    case 'delete':
      return null;
    case 'complete':
      return { ...job, finished: 'completed', stamp: null };
    case 'abandon':
      return { ...job, finished: 'abandoned', stamp: null };
    case 'retry':
      return { ...job, due: nextTry, stamp: null };
    default:
      throw new TypeError(`Unknown settlement: ${kind satisfies never}`);
  }
}
