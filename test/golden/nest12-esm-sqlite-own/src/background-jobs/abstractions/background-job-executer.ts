import type { BackgroundJobType, IBackgroundJob } from './background-job.js';
import type { JobExecutionContext } from './job-execution-context.js';

export interface BackgroundJobExecution {
  readonly jobType: BackgroundJobType;
  readonly jobArgs: object;
  readonly context: JobExecutionContext;
}

export interface IBackgroundJobExecuter {
  /**
   * @returns what the job returned.
   * @throws BackgroundJobExecutionError when the job failed and shall be tried again; any other error abandons it.
   */
  execute(execution: BackgroundJobExecution): Promise<unknown>;
}

/** Makes the instance that runs one try; the bridge to the dependency injection container. */
export interface IBackgroundJobActivator {
  activate(
    jobType: BackgroundJobType,
    context: JobExecutionContext,
  ): Promise<IBackgroundJob<object>>;
}
