import { BackgroundJobConfigurationError } from '../abstractions/background-job-errors.js';
import type { BackgroundJobArgsType } from '../abstractions/background-job.js';
import { BackgroundJobRecordConsts } from '../domain/background-job-record.consts.js';
import {
  assertInRange,
  MAX_TIMER,
  type NumberRange,
} from '../manager/assert-in-range.js';
import { lockNameOf } from './lock-name-of.js';
import { retryPolicyRanges } from './retry-policy.js';
import { objectOf } from '../domain/object-of.js';

/** A worker of its own for some jobs, so that they neither wait for the others nor hold them up. */
export interface BackgroundJobWorkerConfiguration {
  readonly jobArgsTypes: readonly BackgroundJobArgsType[];
  /** Names the worker. Default: made from the names of the arguments' classes. */
  readonly lockName?: string;
  /** How many jobs it runs at a time. Default: as the option of this name. */
  readonly maxParallelJobExecutionCount?: number;
}

/** All durations are milliseconds. */
export interface BackgroundJobWorkerOptions {
  /** `false`: this process only enqueues. Default: true. */
  readonly isJobExecutionEnabled: boolean;
  /** Owner of new jobs; workers and clean-up only see jobs of their own application. Default: null. */
  readonly applicationName: string | null;
  /** How many jobs one worker runs at a time. Default: 10. */
  readonly maxParallelJobExecutionCount: number;
  /**
   * Which due job goes first inside one priority: the one that is due longest, or, as in ABP, the one with the fewest tries; that sorts all due jobs of the
   * priority at every claim. Default: `dueTime`.
   */
  readonly claimOrder: 'dueTime' | 'tryCount';
  /** How long to wait before looking for due jobs when nothing else wakes the worker. Default: 5000. */
  readonly jobPollPeriod: number;
  /** The most jobs one claim takes, and the most rows one statement of the clean-up deletes. Default: 1000. */
  readonly maxJobFetchCount: number;
  /** How long a job of a worker that died stays its own; a living worker renews it three times in that time. Default: 60_000. */
  readonly leaseDuration: number;
  /** From the start of the first try to the second. Default: 60_000. */
  readonly defaultFirstWaitDuration: number;
  /** Each further wait is so many times longer. Default: 2. */
  readonly defaultWaitFactor: number;
  /** No wait is longer. Default: no such limit. */
  readonly defaultMaxWaitDuration: number;
  /** Part of each wait that is left to chance, 0 to 1, so that jobs that failed together do not come back together. Default: 0. */
  readonly defaultJitter: number;
  /** How long one try may take; then its signal is aborted and it counts as failed. `null`: no limit. Default: null. */
  readonly defaultTimeLimit: number | null;
  /** A job is given up when its next try would be later than this. 0: no retry. Default: 172_800_000 (2 days). */
  readonly defaultTimeout: number;
  /** Where the timeout starts. ABP counts from `creationTime`, so that a job delayed for long is given up at its first failure. Default: `firstDueTime`. */
  readonly timeoutFrom: 'firstDueTime' | 'creationTime';
  /** A job is given up after so many tries. Default: 32_767, the most that the column holds. */
  readonly defaultMaxTryCount: number;
  /** Jobs with a name this process does not know: left to a process that does, or given up at once as in ABP. Default: `leave`. */
  readonly unknownJobNames: 'leave' | 'abandon';
  /** Keep the rows of successful jobs, with their completion time. Default: false. */
  readonly storeSuccessfulJobs: boolean;
  /** How long they are kept; `null`: for ever. Default: 604_800_000 (7 days). */
  readonly successfulJobRetentionTime: number | null;
  /** Default: 3_600_000 (1 hour). */
  readonly cleanSuccessfulJobsPeriod: number;
  /** How long stopping waits for running jobs before it aborts their signals; then they have 5 seconds more. Default: 30_000. */
  readonly shutdownTimeout: number;
  /** Name of the worker for everything no dedicated worker takes. Default: `AbpBackgroundJobWorker`. */
  readonly distributedLockName: string;
  /** Default: none. */
  readonly workerConfigurations: readonly BackgroundJobWorkerConfiguration[];
}

const DEFAULTS: BackgroundJobWorkerOptions = {
  isJobExecutionEnabled: true,
  applicationName: null,
  maxParallelJobExecutionCount: 10,
  claimOrder: 'dueTime',
  jobPollPeriod: 5000,
  maxJobFetchCount: 1000,
  leaseDuration: 60_000,
  defaultFirstWaitDuration: 60_000,
  defaultWaitFactor: 2,
  defaultMaxWaitDuration: Infinity,
  defaultJitter: 0,
  defaultTimeLimit: null,
  defaultTimeout: 172_800_000,
  timeoutFrom: 'firstDueTime',
  defaultMaxTryCount: 32_767,
  unknownJobNames: 'leave',
  storeSuccessfulJobs: false,
  successfulJobRetentionTime: 604_800_000,
  cleanSuccessfulJobsPeriod: 3_600_000,
  shutdownTimeout: 30_000,
  distributedLockName: 'AbpBackgroundJobWorker',
  workerConfigurations: [],
};

type NumberOption = {
  [
    Key in keyof BackgroundJobWorkerOptions
  ]: BackgroundJobWorkerOptions[Key] extends number | null ? Key : never;
}[keyof BackgroundJobWorkerOptions];

/** What can be `null` may be left out of account altogether, and then has no range. */
const RANGES: Readonly<Record<NumberOption, NumberRange>> = {
  maxParallelJobExecutionCount: [1, 10_000],
  jobPollPeriod: [1, MAX_TIMER],
  maxJobFetchCount: [0, 1_000_000],
  leaseDuration: [1, MAX_TIMER],
  defaultFirstWaitDuration: retryPolicyRanges.firstWaitDuration,
  defaultWaitFactor: retryPolicyRanges.waitFactor,
  defaultMaxWaitDuration: retryPolicyRanges.maxWaitDuration,
  defaultJitter: retryPolicyRanges.jitter,
  defaultTimeLimit: [1, MAX_TIMER],
  defaultTimeout: retryPolicyRanges.timeout,
  defaultMaxTryCount: retryPolicyRanges.maxTryCount,
  successfulJobRetentionTime: [0, Infinity],
  cleanSuccessfulJobsPeriod: [1, MAX_TIMER],
  shutdownTimeout: [0, MAX_TIMER],
};

/**
 * Adds the defaults.
 * @throws BackgroundJobConfigurationError for values that cannot work, naming the option.
 */
export function resolveBackgroundJobWorkerOptions(
  options: Partial<BackgroundJobWorkerOptions> = {},
): BackgroundJobWorkerOptions {
  const given = Object.entries(options).filter(
    ([key, value]) => key in DEFAULTS && value !== undefined,
  );
  const resolved: BackgroundJobWorkerOptions = {
    ...DEFAULTS,
    ...objectOf(given),
  };
  for (const [key, range] of Object.entries(RANGES) as [
    NumberOption,
    NumberRange,
  ][]) {
    const value = resolved[key];
    if (value !== null) {
      assertInRange(`The option '${key}'`, value, range);
    }
  }
  const { applicationName } = resolved;
  if (applicationName !== null) {
    // A variable that is not set must not make an application of its own whose jobs nobody takes.
    assertInRange(
      `The length of the option 'applicationName'`,
      applicationName.trim().length,
      [1, BackgroundJobRecordConsts.maxApplicationNameLength],
    );
  }
  assertWorkerConfigurations(resolved);
  return resolved;
}

function assertWorkerConfigurations({
  distributedLockName,
  workerConfigurations,
}: BackgroundJobWorkerOptions): void {
  const lockNames = new Set([distributedLockName]);
  const argsTypes = new Set<BackgroundJobArgsType>();
  for (const configuration of workerConfigurations) {
    if (configuration.jobArgsTypes.length === 0) {
      throw new BackgroundJobConfigurationError(
        'A dedicated worker needs at least one class of job arguments.',
      );
    }
    for (const argsType of new Set(configuration.jobArgsTypes)) {
      if (argsTypes.has(argsType)) {
        throw new BackgroundJobConfigurationError(
          `${argsType.name} already has a dedicated worker.`,
        );
      }
      argsTypes.add(argsType);
    }
    const lockName = lockNameOf(configuration);
    assertInRange(
      `'maxParallelJobExecutionCount' of the dedicated worker '${lockName}'`,
      configuration.maxParallelJobExecutionCount ?? 1,
      RANGES.maxParallelJobExecutionCount,
    );
    if (lockName.trim() === '' || lockNames.has(lockName)) {
      throw new BackgroundJobConfigurationError(
        `The lock name '${lockName}' of a dedicated worker has to be one that no other worker has.`,
      );
    }
    lockNames.add(lockName);
  }
}
