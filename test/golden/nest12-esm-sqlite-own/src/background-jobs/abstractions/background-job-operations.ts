import type { BackgroundJobInfo } from './background-job-info.js';
import type { BackgroundJobPriority } from './background-job-priority.js';

/**
 * What a job is at, told from its row by the store's clock. A row is the first of these that fits:
 *
 * | state | row |
 * |---|---|
 * | abandoned | `IsAbandoned` |
 * | completed | has a `CompletionTime` |
 * | running | `ConcurrencyStamp` begins with `run:`, `NextTryTime` (the end of the lease) is ahead |
 * | stalled | `ConcurrencyStamp` begins with `run:`, the lease has ended; taken by the next free worker |
 * | waiting | `NextTryTime` is reached |
 * | scheduled | no try yet |
 * | retrying | the rest: a try failed, the next is ahead |
 */
export type BackgroundJobState =
  | 'abandoned'
  | 'completed'
  | 'running'
  | 'stalled'
  | 'waiting'
  | 'scheduled'
  | 'retrying';

export interface BackgroundJobDetails extends BackgroundJobInfo {
  readonly state: BackgroundJobState;
}

/** Selects the jobs that meet all of it; what is left out selects nothing away. */
export interface BackgroundJobFilter {
  readonly ids?: readonly string[];
  readonly states?: readonly BackgroundJobState[];
  readonly jobNames?: readonly string[];
  /** `null`: jobs without an application name. */
  readonly applicationName?: string | null;
  /** Created at this time or later. */
  readonly createdFrom?: Date;
  /** Created before this time. */
  readonly createdBefore?: Date;
}

export interface BackgroundJobPage {
  /** Default: 50. */
  readonly size?: number;
  /** The last id of the page before. */
  readonly after?: string;
}

export interface BackgroundJobCount {
  readonly jobName: string;
  readonly state: BackgroundJobState;
  readonly count: number;
}

/** What operators can do to jobs, and the states in which it can be done. A job in another state is left as it is. */
export type BackgroundJobChange =
  /** Not finished: the row goes. Who is running it is told to stop. */
  | { readonly kind: 'cancel' }
  /** Not finished: the row stays, abandoned, with this reason as its `lastError`. */
  | { readonly kind: 'abandon'; readonly reason: string }
  /** Finished: the row goes. */
  | { readonly kind: 'delete' }
  /** Finished: it runs again, with all its tries before it and its timeout counted from now. */
  | { readonly kind: 'requeue' }
  /** Waiting, scheduled or retrying: due at another time. */
  | { readonly kind: 'reschedule'; readonly dueTime: Date }
  /** Waiting, scheduled or retrying: due after so many milliseconds, by the store's clock. */
  | { readonly kind: 'delay'; readonly delay: number }
  /** Waiting, scheduled or retrying. */
  | { readonly kind: 'prioritize'; readonly priority: BackgroundJobPriority };

/** One job by its id, several, or all that a filter selects. */
export type BackgroundJobSelection =
  string | readonly string[] | BackgroundJobFilter;

/** For operating the application: looks at jobs and changes them, by id and in bulk. The methods that change return how many jobs they changed. */
export interface IBackgroundJobOperations {
  /** `null` when there is no such job. */
  get(id: string): Promise<BackgroundJobDetails | null>;
  /** Newest first. The next page begins `after` the last id of this one. */
  list(
    filter?: BackgroundJobFilter,
    page?: BackgroundJobPage,
  ): Promise<readonly BackgroundJobDetails[]>;
  count(filter?: BackgroundJobFilter): Promise<readonly BackgroundJobCount[]>;
  /**
   * Ends jobs that are not finished. A running one is told by its signal: at once in this process, and in others as soon as they learn of it. With a
   * `reason` the rows stay, abandoned.
   */
  cancel(
    selection: BackgroundJobSelection,
    options?: { readonly reason?: string },
  ): Promise<number>;
  /** Has abandoned or completed jobs run again. */
  requeue(selection: BackgroundJobSelection): Promise<number>;
  /** Gives jobs that wait another due time, or a delay in milliseconds from now; `{ delay: 0 }` runs them now. */
  reschedule(
    selection: BackgroundJobSelection,
    when: { readonly dueTime: Date } | { readonly delay: number },
  ): Promise<number>;
  setPriority(
    selection: BackgroundJobSelection,
    priority: BackgroundJobPriority,
  ): Promise<number>;
  /** Removes the rows of abandoned or completed jobs. */
  delete(selection: BackgroundJobSelection): Promise<number>;
}
