import type { BackgroundJobInfo } from './background-job-info.js';

/**
 * When a failed job is tried again: `firstWaitDuration * waitFactor ^ (tries so far - 1)` after the failed try began, but not more than
 * `maxWaitDuration`. It is given up when that would be later than `timeout` allows, or after `maxTryCount` tries. All durations are milliseconds.
 */
export interface BackgroundJobRetryPolicy {
  /** From the start of the first try to the second. */
  readonly firstWaitDuration: number;
  readonly waitFactor: number;
  readonly maxWaitDuration: number;
  /** Part of each wait that is left to chance, 0 to 1: 0.2 makes it up to a fifth shorter. */
  readonly jitter: number;
  /** From `timeoutFrom`; no try is started after that any more. 0: no retry at all. */
  readonly timeout: number;
  readonly timeoutFrom: 'firstDueTime' | 'creationTime';
  /** Tries in all, the first one included. */
  readonly maxTryCount: number;
  /** Decides in place of the formula: the wait from now in milliseconds; `null` gives the job up. `maxTryCount` and `timeout` bind it all the same. */
  readonly getWaitDuration?: (
    job: Pick<BackgroundJobInfo, 'id' | 'jobName' | 'tryCount'>,
    error: unknown,
  ) => number | null;
}
