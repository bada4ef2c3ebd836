import {
  AbandonBackgroundJobError,
  RetryBackgroundJobError,
} from '../abstractions/background-job-errors.js';
import type { BackgroundJobInfo } from '../abstractions/background-job-info.js';
import type { BackgroundJobRetryPolicy } from '../abstractions/background-job-retry-policy.js';
import { getDelay } from '../manager/background-job-extra-properties.js';

/** Keeps a wait that grows without end within what a column and a `Date` can hold. */
const LONGEST_WAIT = 10 * 365 * 24 * 60 * 60 * 1000;

type TriedJob = Pick<
  BackgroundJobInfo,
  'id' | 'jobName' | 'tryCount' | 'creationTime' | 'extraProperties'
> & { readonly lastTryTime: Date };

export interface FailedTry {
  readonly error: unknown;
  /** Milliseconds. */
  readonly duration: number;
  /** At least 0 and below 1. */
  readonly random: number;
}

/**
 * When the job is to be tried again after try number `tryCount` failed; `null` when it is to be given up.
 * @throws RangeError when the job or its policy ask for a wait that is none.
 */
export function nextTryTime(
  policy: BackgroundJobRetryPolicy,
  job: TriedJob,
  failed: FailedTry,
): Date | null {
  const wait = waitAfter(policy, job, failed);
  if (wait === null || job.tryCount >= policy.maxTryCount) {
    return null;
  }
  const next = job.lastTryTime.getTime() + wait;
  return next - timeoutStart(policy, job) > policy.timeout
    ? null
    : new Date(next);
}

/** Milliseconds from the start of the failed try. */
function waitAfter(
  policy: BackgroundJobRetryPolicy,
  job: TriedJob,
  { error, duration, random }: FailedTry,
): number | null {
  if (error instanceof AbandonBackgroundJobError) {
    return null;
  }
  if (error instanceof RetryBackgroundJobError) {
    return duration + assertWait(error.delay);
  }
  if (policy.getWaitDuration) {
    const wait = policy.getWaitDuration(job, error);
    return wait === null ? null : duration + assertWait(wait);
  }
  // Held below infinity, which times a first wait of 0 would be no number.
  const factor = Math.min(
    policy.waitFactor ** (job.tryCount - 1),
    LONGEST_WAIT,
  );
  const wait = Math.min(
    policy.firstWaitDuration * factor,
    policy.maxWaitDuration,
    LONGEST_WAIT,
  );
  return wait * (1 - policy.jitter * random);
}

function assertWait(wait: number): number {
  if (!(wait >= 0)) {
    throw new RangeError(
      `The wait before the next try is in milliseconds and not negative; ${wait} is not.`,
    );
  }
  return Math.min(wait, LONGEST_WAIT);
}

function timeoutStart(policy: BackgroundJobRetryPolicy, job: TriedJob): number {
  switch (policy.timeoutFrom) {
    case 'creationTime':
      return job.creationTime.getTime();
    case 'firstDueTime':
      return job.creationTime.getTime() + getDelay(job.extraProperties);
  }
}
