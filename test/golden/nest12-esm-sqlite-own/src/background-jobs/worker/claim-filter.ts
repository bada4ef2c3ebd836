import { BackgroundJobNameFilter } from '../abstractions/background-job-name-filter.js';
import type { BackgroundJobOptions } from '../manager/background-job-options.js';
import type { BackgroundJobWorkerOptions } from './background-job-worker-options.js';
import { DynamicBackgroundJobArgs } from '../manager/dynamic-background-job-args.js';
import type { DynamicBackgroundJobHandlerRegistry } from '../manager/dynamic-background-job-handler-registry.js';

export interface ClaimFilterSources {
  readonly jobs: BackgroundJobOptions;
  readonly handlers: DynamicBackgroundJobHandlerRegistry;
  readonly options: Pick<BackgroundJobWorkerOptions, 'unknownJobNames'>;
}

/**
 * The names a worker can take at this moment: those its own filter matches and this process knows, but for those that are at their limit; `null` when
 * there is none. Jobs of handlers, which share one name, are known only while there is a handler.
 */
export function claimFilter(
  filter: BackgroundJobNameFilter,
  { jobs, handlers, options }: ClaimFilterSources,
  atLimit: ReadonlySet<string>,
): BackgroundJobNameFilter | null {
  if (options.unknownJobNames === 'abandon' && filter.mode !== 'include') {
    const excluded = [...filter.jobNames, ...atLimit];
    return excluded.length === 0
      ? filter
      : BackgroundJobNameFilter.exclude(excluded);
  }
  const hasHandlers = handlers.getAllNames().length > 0;
  const known = jobs
    .getJobs()
    .filter(
      ({ argsType }) => hasHandlers || argsType !== DynamicBackgroundJobArgs,
    )
    .map(({ jobName }) => jobName);
  const names = known.filter(
    (jobName) => filter.isMatch(jobName) && !atLimit.has(jobName),
  );
  return names.length === 0 ? null : BackgroundJobNameFilter.include(names);
}
