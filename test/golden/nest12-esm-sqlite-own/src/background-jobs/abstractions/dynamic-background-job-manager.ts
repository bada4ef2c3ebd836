import type { EnqueueOptions } from './background-job-manager.js';
import type { JobExecutionContext } from './job-execution-context.js';

/** `jobName` is the name the handler was registered with. */
export interface DynamicJobExecutionContext extends JobExecutionContext {
  /** The arguments as JSON text. */
  readonly jsonData: string;
}

export type DynamicBackgroundJobHandler = (
  context: DynamicJobExecutionContext,
) => Promise<void> | void;

/** Jobs by name, for names that are only known at run time. */
export interface IDynamicBackgroundJobManager {
  /**
   * Stores a job by its name: that of a registered job class (`args` then go through JSON into its arguments' class), otherwise that of
   * a handler. A handler's job runs under the tenant that is current now.
   * @returns the job's id.
   * @throws BackgroundJobConfigurationError when neither is known in this process.
   */
  enqueue(
    jobName: string,
    args: unknown,
    options?: EnqueueOptions,
  ): Promise<string>;
  /** Handlers live in memory: register them in every process, at every start. Replaces a handler of the same name. */
  registerHandler(jobName: string, handler: DynamicBackgroundJobHandler): void;
  /** `false` when there was none. */
  unregisterHandler(jobName: string): boolean;
  isHandlerRegistered(jobName: string): boolean;
}
