import type { BackgroundJobInfo } from '../abstractions/background-job-info.js';
import type { BackgroundJobRetryPolicy } from '../abstractions/background-job-retry-policy.js';
import { getDelay } from './background-job-extra-properties.js';

/** Keeps a wait that grows without end within what a column and a `Date` can hold. */
const LONGEST_WAIT = 10 * 365 * 24 * 60 * 60 * 1000;

/** When the job is to be tried again after try number `tryCount` failed; `null` when it is to be given up. */
export function nextTryTime(
  policy: BackgroundJobRetryPolicy,
  job: Pick<
    BackgroundJobInfo,
    'tryCount' | 'creationTime' | 'extraProperties'
  > & { readonly lastTryTime: Date },
): Date | null {
  if (job.tryCount >= policy.maxTryCount) {
    return null;
  }
  // Held below infinity, which times a first wait of 0 would be no number.
  const factor = Math.min(
    policy.waitFactor ** (job.tryCount - 1),
    LONGEST_WAIT,
  );
  const wait = Math.min(policy.firstWaitDuration * factor, LONGEST_WAIT);
  const next = job.lastTryTime.getTime() + wait;
  return next - timeoutStart(policy, job) > policy.timeout
    ? null
    : new Date(next);
}

function timeoutStart(
  policy: BackgroundJobRetryPolicy,
  job: Pick<BackgroundJobInfo, 'creationTime' | 'extraProperties'>,
): number {
  switch (policy.timeoutFrom) {
    case 'creationTime':
      return job.creationTime.getTime();
    case 'firstDueTime':
      return job.creationTime.getTime() + getDelay(job.extraProperties);
  }
}
