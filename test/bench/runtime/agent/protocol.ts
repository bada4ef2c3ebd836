/** What a process of a contender is told to do; each is answered once, by `Answers`. */
export type Command =
  | { readonly kind: 'setUp' }
  /** Connects a worker whose jobs last so many milliseconds; 0: they do nothing. */
  | { readonly kind: 'connect'; readonly jobDuration: number }
  | { readonly kind: 'go' }
  | { readonly kind: 'usage' }
  /** Enqueues jobs that are numbered from 0. */
  | { readonly kind: 'seed'; readonly count: number }
  | { readonly kind: 'enqueueEach'; readonly callers: number; readonly duration: number }
  | { readonly kind: 'enqueueBatches'; readonly batches: number; readonly size: number }
  | { readonly kind: 'trickle'; readonly perSecond: number; readonly count: number };

export interface Answers {
  readonly setUp: null;
  readonly connect: null;
  readonly go: null;
  /** CPU time of the process so far in milliseconds, resident memory in MiB. */
  readonly usage: { readonly cpu: number; readonly memory: number };
  readonly seed: null;
  /** Jobs a second. */
  readonly enqueueEach: number;
  readonly enqueueBatches: number;
  /** When `enqueue` was called, by the job's number; see `now`. */
  readonly trickle: Float64Array;
}

/** What a process tells of the jobs it runs, unasked. */
export interface JobEvents {
  readonly event: 'started' | 'ended';
  readonly numbers: Uint32Array;
  /** When, see `now`. */
  readonly times: Float64Array;
}

/** The payload of a job: 160 bytes of JSON. */
export function payload(number: number): { readonly number: number; readonly text: string } {
  return { number, text: 'x'.repeat(138) };
}

/** Milliseconds by the machine's monotonic clock, which all its processes share. */
export function now(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
