import type { JobExecutionContext } from './job-execution-context.js';

/** One kind of work. Decorate the class with `@BackgroundJob(TheArgs)` and provide it in a module of the application. */
export interface IBackgroundJob<TArgs extends object> {
  /**
   * Runs at least once for every enqueued `args`, so it has to bear being run again; `context.jobId` stays the same over all
   * tries. Throwing (or rejecting) has the job tried again later; see `AbandonBackgroundJobError` and `RetryBackgroundJobError` for saying more. What it
   * returns, or its promise resolves to, is kept as the job's `result` where successful jobs are kept.
   */
  execute(args: TArgs, context: JobExecutionContext): unknown;
}

/**
 * Class of a job's arguments. It may have a static `fromJSON(json)` that makes an instance from the parsed JSON; see
 * `JsonBackgroundJobSerializer`.
 */
export type BackgroundJobArgsType<TArgs extends object = object> =
  abstract new (...args: never[]) => TArgs;

/** Class of a job. `execute` is a property here, so that the compiler refuses a job that wants other arguments. */
export type BackgroundJobType<TArgs extends object = never> = abstract new (
  ...args: never[]
) => {
  readonly execute: (args: TArgs, context: JobExecutionContext) => unknown;
};
