import type { Program } from '../agent/agent-process.ts';

/** What else is in a store beside the jobs of a measure. */
export type Background = 'nothing' | 'scheduled' | 'finished';

/** A store of its own for one run of one contender. */
export interface Store {
  readonly url: string;
  /** Adds jobs that are due, numbered from 0. */
  readonly seed: (count: number) => Promise<void>;
  /** How many transactions, or commands, it has seen; `undefined` where that cannot be told. */
  readonly countTransactions: () => Promise<number | undefined>;
  readonly remove: () => Promise<void>;
}

export interface Contender {
  /** As the tables show it. */
  readonly name: string;
  readonly createStore: (background: Background) => Promise<Store>;
  /** The program of one of its processes. */
  readonly programOn: (store: Store) => Program;
  /** The same contender on a store that counts, where counting costs time. */
  readonly counted?: Contender;
}
