import type { BackgroundJobRetryPolicy } from '../abstractions/background-job-retry-policy.js';
import { assertInRange, type NumberRange } from './assert-in-range.js';
import type { BackgroundJobWorkerOptions } from './background-job-worker-options.js';

type NumberOfPolicy = Exclude<keyof BackgroundJobRetryPolicy, 'timeoutFrom'>;

export const retryPolicyRanges: Readonly<Record<NumberOfPolicy, NumberRange>> =
  {
    firstWaitDuration: [0, Infinity],
    waitFactor: [0, Infinity],
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
    firstWaitDuration:
      retry.firstWaitDuration ?? options.defaultFirstWaitDuration,
    waitFactor: retry.waitFactor ?? options.defaultWaitFactor,
    timeout: retry.timeout ?? options.defaultTimeout,
    timeoutFrom: retry.timeoutFrom ?? options.timeoutFrom,
    maxTryCount: retry.maxTryCount ?? options.defaultMaxTryCount,
  };
}
