import type { NewBackgroundJob } from '../abstractions/background-job-info.js';
import type { BackgroundJobSignal } from '../abstractions/background-job-signal.js';

/** What workers are told of jobs that have been stored. */
export function enqueuedSignal(
  jobs: readonly NewBackgroundJob[],
): BackgroundJobSignal {
  return {
    kind: 'enqueued',
    jobNames: [...new Set(jobs.map(({ jobName }) => jobName))],
    delay: Math.min(...jobs.map(({ delay = 0 }) => delay)),
  };
}
