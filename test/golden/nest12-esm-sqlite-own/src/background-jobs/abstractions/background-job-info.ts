import type { BackgroundJobPriority } from './background-job-priority.js';

/** A job as the store knows it. All times are UTC instants. */
export interface BackgroundJobInfo {
  /** UUID text, lower case, 36 characters. */
  readonly id: string;
  /** The application the job belongs to; workers only see jobs of their own application. `null` matches only `null`. */
  readonly applicationName: string | null;
  readonly jobName: string;
  /** The serialized arguments. */
  readonly jobArgs: string;
  /** Number of started attempts; a claim counts as one. */
  readonly tryCount: number;
  readonly creationTime: Date;
  /** When the job is due; while an attempt runs, the end of its lease. */
  readonly nextTryTime: Date;
  /** Start of the last attempt. */
  readonly lastTryTime: Date | null;
  /** Given up: never picked again. */
  readonly isAbandoned: boolean;
  /** Set only where successful jobs are kept. */
  readonly completionTime: Date | null;
  readonly priority: BackgroundJobPriority;
  /** What the module keeps beside ABP's columns, such as the last error. Unknown keys survive every update. */
  readonly extraProperties: Readonly<Record<string, unknown>>;
}

/**
 * A job to be stored. What is left out gets ABP's default; times that are left out are taken from the store's own clock
 * (the database's), so that a producer whose clock is wrong cannot plant jobs in the future.
 */
export type NewBackgroundJob = Pick<
  BackgroundJobInfo,
  'id' | 'jobName' | 'jobArgs'
> &
  Partial<Omit<BackgroundJobInfo, 'id' | 'jobName' | 'jobArgs'>> & {
    /** Milliseconds from the store's now until the job is due. Ignored where `nextTryTime` is given. */
    readonly delay?: number;
  };
