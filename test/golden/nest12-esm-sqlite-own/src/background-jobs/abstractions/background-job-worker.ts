import type { BackgroundJobNameFilter } from './background-job-name-filter.js';

/** Takes due jobs and runs them. `BackgroundJobWorkerManager` makes one for each dedicated configuration and one for all the rest. */
export interface IBackgroundJobWorker {
  /**
   * @param lockName names the worker; ABP's name, though no lock is behind it here. Default: the option `distributedLockName`.
   * @param nameFilter the job names to take. Default: all.
   */
  start(lockName?: string, nameFilter?: BackgroundJobNameFilter): Promise<void>;
  /** Resolves when nothing runs any more, or the time for that is over. A stopped worker can be started again. */
  stop(): Promise<void>;
}

export type BackgroundJobWorkerFactory = () => IBackgroundJobWorker;
