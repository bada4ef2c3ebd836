import type { BackgroundJobOptions } from './background-job-options.js';
import { DYNAMIC_BACKGROUND_JOB_NAME } from './dynamic-background-job-args.js';
import type { DynamicBackgroundJobHandlerRegistry } from './dynamic-background-job-handler-registry.js';

/** Names of the jobs this process can run at this moment. Jobs of handlers, which share one name, only while there is a handler. */
export function getKnownJobNames(
  jobs: BackgroundJobOptions,
  handlers: DynamicBackgroundJobHandlerRegistry,
): readonly string[] {
  const names = jobs.getJobs().map(({ jobName }) => jobName);
  return handlers.getAllNames().length > 0
    ? names
    : names.filter((name) => name !== DYNAMIC_BACKGROUND_JOB_NAME);
}
