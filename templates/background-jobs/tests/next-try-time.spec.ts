import { describe, expect, it } from 'vitest';
import type { BackgroundJobRetryPolicy } from '../abstractions/background-job-retry-policy.js';
import { resolveBackgroundJobWorkerOptions } from '../manager/background-job-worker-options.js';
import { nextTryTime } from '../manager/next-try-time.js';
import { retryPolicyOf } from '../manager/retry-policy.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const creationTime = new Date(0);

/** ABP's values. */
const policy: BackgroundJobRetryPolicy = {
  firstWaitDuration: MINUTE,
  waitFactor: 2,
  timeout: 2 * DAY,
  timeoutFrom: 'firstDueTime',
  maxTryCount: 32_767,
};

function minuteOfNextTry(
  overrides: Partial<BackgroundJobRetryPolicy>,
  tryCount: number,
  startedAt = 0,
  delay?: number,
): number | null {
  const next = nextTryTime(
    { ...policy, ...overrides },
    {
      tryCount,
      creationTime,
      lastTryTime: new Date(startedAt),
      extraProperties: delay === undefined ? {} : { delay },
    },
  );
  return next && next.getTime() / MINUTE;
}

describe('retryPolicyOf', () => {
  const options = resolveBackgroundJobWorkerOptions({
    defaultFirstWaitDuration: 1,
    defaultWaitFactor: 3,
    defaultTimeout: 4,
    timeoutFrom: 'creationTime',
    defaultMaxTryCount: 5,
  });

  it("is the worker's rules where the job has none", () => {
    const defaults: BackgroundJobRetryPolicy = {
      firstWaitDuration: 1,
      waitFactor: 3,
      timeout: 4,
      timeoutFrom: 'creationTime',
      maxTryCount: 5,
    };
    expect(retryPolicyOf(options)).toEqual(defaults);
    expect(retryPolicyOf(options, { timeout: undefined as never })).toEqual(
      defaults,
    );
  });

  it("is the job's own rules", () => {
    expect(retryPolicyOf(options, policy)).toEqual(policy);
  });
});

describe('nextTryTime', () => {
  it.each([
    [1, 1],
    [2, 2],
    [3, 4],
    [11, 1024],
  ])('after try %i: %i minutes after it began', (tryCount, minutes) => {
    expect(minuteOfNextTry({}, tryCount)).toBe(minutes);
  });

  it('gives up when the next try would be later than the timeout, not when it is just then', () => {
    expect(minuteOfNextTry({}, 1, 2 * DAY - MINUTE)).toBe((2 * DAY) / MINUTE);
    expect(minuteOfNextTry({}, 1, 2 * DAY - MINUTE + 1)).toBeNull();
  });

  it('never tries again with a timeout of 0', () => {
    expect(minuteOfNextTry({ timeout: 0 }, 1)).toBeNull();
  });

  it('counts the timeout of a delayed job from when it was first due, or, as ABP does, from its creation', () => {
    const delay = 3 * DAY;
    expect(minuteOfNextTry({}, 1, delay, delay)).toBe(delay / MINUTE + 1);
    expect(
      minuteOfNextTry({ timeoutFrom: 'creationTime' }, 1, delay, delay),
    ).toBeNull();
  });

  it('gives up after the greatest number of tries', () => {
    expect(minuteOfNextTry({ maxTryCount: 3 }, 2)).toBe(2);
    expect(minuteOfNextTry({ maxTryCount: 3 }, 3)).toBeNull();
  });

  it('stays a valid time however often it doubles', () => {
    expect(minuteOfNextTry({ timeout: Infinity }, 10_000)).toBe(
      (3650 * DAY) / MINUTE,
    );
    expect(minuteOfNextTry({ firstWaitDuration: 0 }, 10_000)).toBe(0);
  });
});
