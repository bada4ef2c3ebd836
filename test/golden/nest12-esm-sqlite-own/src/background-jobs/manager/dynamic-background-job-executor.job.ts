import { BackgroundJobConfigurationError } from '../abstractions/background-job-errors.js';
import { BackgroundJob } from '../abstractions/background-job.decorator.js';
import type { IBackgroundJob } from '../abstractions/background-job.js';
import type { JobExecutionContext } from '../abstractions/job-execution-context.js';
import { DynamicBackgroundJobArgs } from './dynamic-background-job-args.js';
import type { DynamicBackgroundJobHandlerRegistry } from './dynamic-background-job-handler-registry.js';

/** The one job class behind all handlers. */
@BackgroundJob(DynamicBackgroundJobArgs)
export class DynamicBackgroundJobExecutorJob implements IBackgroundJob<DynamicBackgroundJobArgs> {
  constructor(private readonly handlers: DynamicBackgroundJobHandlerRegistry) {}

  /** Without its handler the job fails and is tried again: the handler may be registered by then. */
  async execute(
    { jobName, jsonData }: DynamicBackgroundJobArgs,
    context: JobExecutionContext,
  ): Promise<void> {
    const handler = this.handlers.get(jobName);
    if (!handler) {
      throw new BackgroundJobConfigurationError(
        `No handler is registered for the background job '${jobName}'.`,
      );
    }
    await handler({ ...context, jobName, jsonData });
  }
}
