import type { BackgroundJobPriority } from './background-job-priority.js';

export interface EnqueueOptions {
  /** Default: `Normal`. */
  readonly priority?: BackgroundJobPriority;
  /** Milliseconds until the job is due; not negative. Default: 0. */
  readonly delay?: number;
  /**
   * The caller's transaction (TypeORM: its `EntityManager`). The job is rolled back with it and becomes visible with its commit. As
   * nobody tells the worker of the commit, the job is found by the next poll.
   */
  readonly transaction?: object;
}

export interface IBackgroundJobManager {
  /**
   * Stores a job. Which one is known by the class of `args`.
   * @returns the job's id.
   * @throws TypeError for a plain object, whose class says nothing.
   * @throws RangeError for a delay that is negative or no number.
   */
  enqueue(args: object, options?: EnqueueOptions): Promise<string>;
}
