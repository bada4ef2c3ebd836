import type { BackgroundJobRetryPolicy } from '../abstractions/background-job-retry-policy.js';
import { assertInRange, type NumberRange } from '../manager/assert-in-range.js';
import type { BackgroundJobWorkerOptions } from './background-job-worker-options.js';
import { objectOf } from '../domain/object-of.js';

type NumberOfPolicy = Exclude<
  keyof BackgroundJobRetryPolicy,
  'timeoutFrom' | 'getWaitDuration'
>;

export const retryPolicyRanges: Readonly<Record<NumberOfPolicy, NumberRange>> =
  {
    firstWaitDuration: [0, Infinity],
    waitFactor: [0, Infinity],
    maxWaitDuration: [0, Infinity],
    jitter: [0, 1],
    timeout: [0, Infinity],
    /** The most that the column holds. */
    maxTryCount: [1, 32_767],
  };

/** @throws BackgroundJobConfigurationError for a number that cannot work, naming the job and the setting. */
export function assertRetryPolicy(
  jobName: string,
  retry: Partial<BackgroundJobRetryPolicy>,
): void {
  for (const [key, range] of Object.entries(retryPolicyRanges)) {
    const value = retry[key as NumberOfPolicy];
    if (value !== undefined) {
      assertInRange(`'${key}' of the job '${jobName}'`, value, range);
    }
  }
}

/** The rules of a job: its own, and the worker's for the rest. */
export function retryPolicyOf(
  options: BackgroundJobWorkerOptions,
  retry: Partial<BackgroundJobRetryPolicy> = {},
): BackgroundJobRetryPolicy {
  return {
    firstWaitDuration: options.defaultFirstWaitDuration,
    waitFactor: options.defaultWaitFactor,
    maxWaitDuration: options.defaultMaxWaitDuration,
    jitter: options.defaultJitter,
    timeout: options.defaultTimeout,
    timeoutFrom: options.timeoutFrom,
    maxTryCount: options.defaultMaxTryCount,
    ...definedOf(retry),
  };
}

function definedOf<T extends object>(values: T): T {
  const defined = Object.entries(values).filter(
    ([, value]) => value !== undefined,
  );
  return objectOf(defined) as T;
}
