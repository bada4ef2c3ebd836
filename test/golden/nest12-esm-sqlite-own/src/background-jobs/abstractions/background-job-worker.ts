import type { BackgroundJobNameFilter } from './background-job-name-filter.js';

/** Takes due jobs and runs them. `BackgroundJobWorkerManager` makes one for each dedicated configuration and one for all the rest. */
export interface IBackgroundJobWorker {
  /**
   * @param lockName names the worker; ABP's name, though no lock is behind it here. Default: the option `distributedLockName`.
   * @param nameFilter the job names to take. Default: all.
   * @param maxParallelJobExecutionCount how many jobs to run at a time. Default: the option of this name.
   */
  start(
    lockName?: string,
    nameFilter?: BackgroundJobNameFilter,
    maxParallelJobExecutionCount?: number,
  ): Promise<void>;
  /** Resolves when nothing runs any more, or the time for that is over. A stopped worker can be started again. */
  stop(): Promise<void>;
}

export type BackgroundJobWorkerFactory = () => IBackgroundJobWorker;
