import fc from 'fast-check';
import type { SettlementKind } from './store.ts';

/** One thing that a worker, a producer, an operator or time does to the store. Plain data, so that a counterexample can be read. */
export type Action =
  | { readonly does: 'enqueue'; readonly jobs: readonly NewWork[] }
  | { readonly does: 'claim'; readonly worker: number; readonly max: number; readonly order: 'dueTime' | 'tryCount'; readonly maxEmails: number | null }
  | { readonly does: 'claimAtOnce'; readonly max: number }
  | { readonly does: 'renew' | 'release' | 'crash'; readonly worker: number }
  | { readonly does: 'settle'; readonly worker: number; readonly kind: SettlementKind; readonly hours: number; readonly times: 1 | 2 }
  | { readonly does: 'change'; readonly kind: 'cancel' | 'abandon' | 'delete' | 'requeue' | 'delay' | 'prioritize'; readonly target: number; readonly value: number }
  | { readonly does: 'advance'; readonly hours: number };

export interface NewWork {
  readonly name: string;
  readonly priority: number;
  readonly hours: number;
  /** Takes the id of a job that is there, where there is one. */
  readonly target: number | null;
}

export const workers = [0, 1, 2] as const;
const priorities = [5, 15, 25] as const;

const worker = fc.constantFrom(...workers);
const hours = fc.integer({ min: 1, max: 3 });
const target = fc.integer({ min: 0, max: 5 });

const work: fc.Arbitrary<NewWork> = fc.record({
  name: fc.constantFrom('emails', 'reports'),
  priority: fc.constantFrom(...priorities),
  hours: fc.integer({ min: 0, max: 3 }),
  target: fc.option(target, { freq: 5 }),
});

export const actions: fc.Arbitrary<readonly Action[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ does: fc.constant('enqueue' as const), jobs: fc.array(work, { minLength: 1, maxLength: 4 }) }) },
    {
      weight: 5,
      arbitrary: fc.record({
        does: fc.constant('claim' as const),
        worker,
        max: fc.integer({ min: 1, max: 4 }),
        order: fc.constantFrom('dueTime' as const, 'tryCount' as const),
        maxEmails: fc.option(fc.integer({ min: 0, max: 2 })),
      }),
    },
    { weight: 2, arbitrary: fc.record({ does: fc.constant('claimAtOnce' as const), max: fc.integer({ min: 1, max: 4 }) }) },
    { weight: 3, arbitrary: fc.record({ does: fc.constantFrom('renew' as const, 'release' as const, 'crash' as const), worker }) },
    {
      weight: 5,
      arbitrary: fc.record({
        does: fc.constant('settle' as const),
        worker,
        kind: fc.constantFrom('delete' as const, 'complete' as const, 'retry' as const, 'abandon' as const),
        hours,
        times: fc.constantFrom(1 as const, 2 as const),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        does: fc.constant('change' as const),
        kind: fc.constantFrom('cancel' as const, 'abandon' as const, 'delete' as const, 'requeue' as const, 'delay' as const, 'prioritize' as const),
        target,
        value: fc.integer({ min: 0, max: 2 }),
      }),
    },
    { weight: 4, arbitrary: fc.record({ does: fc.constant('advance' as const), hours }) },
  ),
  { minLength: 1, maxLength: 40, size: 'max' },
);

export function priorityOf(value: number): number {
  return priorities[value % priorities.length] ?? priorities[0];
}
