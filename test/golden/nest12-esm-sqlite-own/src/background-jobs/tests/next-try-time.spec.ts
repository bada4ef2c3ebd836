import { describe, expect, it } from 'vitest';
import {
  AbandonBackgroundJobError,
  RetryBackgroundJobError,
} from '../abstractions/background-job-errors.js';
import type { BackgroundJobRetryPolicy } from '../abstractions/background-job-retry-policy.js';
import { resolveBackgroundJobWorkerOptions } from '../worker/background-job-worker-options.js';
import { nextTryTime } from '../worker/next-try-time.js';
import { retryPolicyOf } from '../worker/retry-policy.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const creationTime = new Date(0);

/** ABP's values. */
const policy: BackgroundJobRetryPolicy = {
  firstWaitDuration: MINUTE,
  waitFactor: 2,
  maxWaitDuration: Infinity,
  jitter: 0,
  timeout: 2 * DAY,
  timeoutFrom: 'firstDueTime',
  maxTryCount: 32_767,
};

function minuteOfNextTry(
  overrides: Partial<BackgroundJobRetryPolicy>,
  tryCount: number,
  startedAt = 0,
  delay?: number,
  error: unknown = new Error('no mail server'),
): number | null {
  const next = nextTryTime(
    { ...policy, ...overrides },
    {
      id: 'job',
      jobName: 'emails',
      tryCount,
      creationTime,
      lastTryTime: new Date(startedAt),
      extraProperties: delay === undefined ? {} : { delay },
    },
    { error, duration: 3 * MINUTE, random: 0.5 },
  );
  return next && next.getTime() / MINUTE;
}

describe('retryPolicyOf', () => {
  const options = resolveBackgroundJobWorkerOptions({
    defaultFirstWaitDuration: 1,
    defaultWaitFactor: 3,
    defaultMaxWaitDuration: 6,
    defaultJitter: 0.7,
    defaultTimeout: 4,
    timeoutFrom: 'creationTime',
    defaultMaxTryCount: 5,
  });

  it("is the worker's rules where the job has none", () => {
    const defaults: BackgroundJobRetryPolicy = {
      firstWaitDuration: 1,
      waitFactor: 3,
      maxWaitDuration: 6,
      jitter: 0.7,
      timeout: 4,
      timeoutFrom: 'creationTime',
      maxTryCount: 5,
    };
    expect(retryPolicyOf(options)).toEqual(defaults);
    const ruleless = {};
    Object.assign(ruleless, { timeout: undefined });
    expect(retryPolicyOf(options, ruleless)).toEqual(defaults);
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

  it('waits no longer than the ceiling', () => {
    expect(minuteOfNextTry({ maxWaitDuration: 5 * MINUTE }, 11)).toBe(5);
  });

  it('leaves part of the wait to chance', () => {
    expect(minuteOfNextTry({ jitter: 0.2 }, 11)).toBe(1024 * 0.9);
  });

  it('asks the function of the policy, whose wait counts from the end of the try', () => {
    const asked: unknown[] = [];
    const getWaitDuration: BackgroundJobRetryPolicy['getWaitDuration'] = (
      { jobName, tryCount },
      error,
    ) => {
      asked.push([jobName, tryCount, (error as Error).message]);
      return tryCount === 1 ? 7 * MINUTE : null;
    };
    expect(minuteOfNextTry({ getWaitDuration }, 1)).toBe(10);
    expect(minuteOfNextTry({ getWaitDuration }, 2)).toBeNull();
    expect(asked).toEqual([
      ['emails', 1, 'no mail server'],
      ['emails', 2, 'no mail server'],
    ]);
    expect(() => minuteOfNextTry({ getWaitDuration: () => NaN }, 1)).toThrow(
      RangeError,
    );
  });

  it('does what the job asked for: again after so long, within its limits, or not at all', () => {
    const again = new RetryBackgroundJobError(10 * MINUTE);
    expect(minuteOfNextTry({}, 5, 0, 0, again)).toBe(13);
    expect(minuteOfNextTry({ maxTryCount: 5 }, 5, 0, 0, again)).toBeNull();
    expect(minuteOfNextTry({ timeout: MINUTE }, 1, 0, 0, again)).toBeNull();
    const no = new AbandonBackgroundJobError('no such address');
    expect(minuteOfNextTry({}, 1, 0, 0, no)).toBeNull();
  });
});
