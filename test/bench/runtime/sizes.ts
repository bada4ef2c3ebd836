/** How much is measured: the same for all contenders. */
export interface Sizes {
  /** Jobs of an execution. */
  readonly jobs: number;
  /** Scheduled or finished jobs that a store holds where others are beside those that are due. */
  readonly others: number;
  /** How many thousand jobs are enqueued, a thousand at a time. */
  readonly batches: number;
}
