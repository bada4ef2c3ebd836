/**
 * When a failed job is tried again: `firstWaitDuration * waitFactor ^ (tries so far - 1)` after the failed try began. It is given up when
 * that would be later than `timeout` allows, or after `maxTryCount` tries.
 */
export interface BackgroundJobRetryPolicy {
  /** Milliseconds from the start of the first try to the second. */
  readonly firstWaitDuration: number;
  readonly waitFactor: number;
  /** Milliseconds from `timeoutFrom` after which no try is started any more. 0: no retry at all. */
  readonly timeout: number;
  readonly timeoutFrom: 'firstDueTime' | 'creationTime';
  /** Tries in all, the first one included. */
  readonly maxTryCount: number;
}
