/** How the program of a contender does its two roles; `serve` does the rest. */
export interface Adapter {
  /** Makes what an empty store needs, where the contender does that itself. */
  readonly setUp?: () => Promise<unknown>;
  /** Connects a worker that calls `job` with the number of every job it runs. It takes jobs from when the function returned is called. */
  readonly connectWorker: (job: (number: number) => void | Promise<void>) => Promise<() => unknown>;
  readonly connectProducer: () => Promise<Producer>;
}

export interface Producer {
  readonly enqueue: (number: number) => Promise<unknown>;
  /** As many as the contender's own call for many takes. */
  readonly enqueueMany: (numbers: readonly number[]) => Promise<unknown>;
}
