import { BackgroundJobNameFilter } from '../abstractions/background-job-name-filter.js';
import type { IBackgroundJobWorker } from '../abstractions/background-job-worker.js';
import {
  BackgroundJobWorkerRun,
  type BackgroundJobWorkerDependencies,
} from './background-job-worker-run.js';

/** Takes due jobs from the store and runs them, several at a time. Any number of workers, in any number of processes, share one store. */
export class BackgroundJobWorker implements IBackgroundJobWorker {
  private run: BackgroundJobWorkerRun | null = null;

  constructor(private readonly dependencies: BackgroundJobWorkerDependencies) {}

  start(
    lockName: string = this.dependencies.options.distributedLockName,
    nameFilter: BackgroundJobNameFilter = BackgroundJobNameFilter.none,
    maxParallelJobExecutionCount: number = this.dependencies.options
      .maxParallelJobExecutionCount,
  ): Promise<void> {
    if (this.run) {
      return Promise.reject(new Error(`${lockName} is running already.`));
    }
    this.run = new BackgroundJobWorkerRun(this.dependencies, {
      name: lockName,
      nameFilter,
      maxParallelJobExecutionCount,
    });
    this.run.start();
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    const run = this.run;
    this.run = null;
    await run?.stop();
  }
}
