import { BackgroundJobNameFilter } from '../abstractions/background-job-name-filter.js';
import type { BackgroundJobOptions } from './background-job-options.js';
import { DynamicBackgroundJobArgs } from './dynamic-background-job-args.js';
import type { DynamicBackgroundJobHandlerRegistry } from './dynamic-background-job-handler-registry.js';

/**
 * What the filter matches among the jobs this process can run at this moment; `null` when that is nothing. Jobs of handlers, which share one name,
 * count only while there is a handler.
 */
export function restrictToKnownJobs(
  filter: BackgroundJobNameFilter,
  jobs: BackgroundJobOptions,
  handlers: DynamicBackgroundJobHandlerRegistry,
): BackgroundJobNameFilter | null {
  const hasHandlers = handlers.getAllNames().length > 0;
  const names = jobs
    .getJobs()
    .filter(
      ({ argsType }) => hasHandlers || argsType !== DynamicBackgroundJobArgs,
    )
    .map(({ jobName }) => jobName)
    .filter((jobName) => filter.isMatch(jobName));
  return names.length === 0 ? null : BackgroundJobNameFilter.include(names);
}
