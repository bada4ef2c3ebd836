import type { BackgroundJobPriority } from './background-job-priority.js';

export interface EnqueueOptions {
  /** Default: `Normal`. */
  readonly priority?: BackgroundJobPriority;
  /** Milliseconds until the job is due; not negative. Default: 0. */
  readonly delay?: number;
  /**
   * The caller's transaction (TypeORM: its `EntityManager`; MongoDB: its `ClientSession`). The job is rolled back with it, and becomes visible and starts
   * with its commit. Default: that of `CurrentTransaction`.
   */
  readonly transaction?: object;
}

export interface EnqueueRequest extends Pick<
  EnqueueOptions,
  'priority' | 'delay'
> {
  readonly args: object;
  /** As for {@link IBackgroundJobManager.enqueueOnce}. Default: a new one. */
  readonly jobId?: string;
}

export interface EnqueuedJob {
  readonly id: string;
  /** `false`: there was a job with this id, which was left as it is. */
  readonly isNew: boolean;
}

export interface IBackgroundJobManager {
  /**
   * Stores a job. Which one is known by the class of `args`.
   * @returns the job's id.
   * @throws TypeError for a plain object, whose class says nothing.
   * @throws RangeError for a delay that is negative or no number.
   */
  enqueue(args: object, options?: EnqueueOptions): Promise<string>;
  /**
   * Stores a job unless there is one with this id: waiting, running, or kept after its end.
   * @param jobId a UUID is taken as it is; any other text, such as `invoice-42`, makes one that is always the same.
   */
  enqueueOnce(
    jobId: string,
    args: object,
    options?: EnqueueOptions,
  ): Promise<EnqueuedJob>;
  /** Stores many jobs: all or, when one of them cannot be stored, none of each thousand. Answers in the same order. */
  enqueueMany(
    requests: readonly EnqueueRequest[],
    options?: Pick<EnqueueOptions, 'transaction'>,
  ): Promise<readonly EnqueuedJob[]>;
}
