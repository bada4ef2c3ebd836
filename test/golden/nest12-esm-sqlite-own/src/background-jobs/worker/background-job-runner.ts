import {
  AbandonBackgroundJobError,
  BackgroundJobAbortedError,
  BackgroundJobExecutionError,
  RetryBackgroundJobError,
} from '../abstractions/background-job-errors.js';
import type { IBackgroundJobExecuter } from '../abstractions/background-job-executer.js';
import type { BackgroundJobLogger } from '../abstractions/background-job-logger.js';
import type { BackgroundJobRetryPolicy } from '../abstractions/background-job-retry-policy.js';
import type { IBackgroundJobSerializer } from '../abstractions/background-job-serializer.js';
import type { IBackgroundJobTelemetry } from '../abstractions/background-job-telemetry.js';
import type { Clock } from '../abstractions/clock.js';
import type { JobExecutionContext } from '../abstractions/job-execution-context.js';
import type {
  BackgroundJobAttempt,
  BackgroundJobOutcome,
} from './background-job-attempt.js';
import { withLastError } from '../manager/background-job-extra-properties.js';
import type { BackgroundJobEvents } from '../manager/background-job-events.js';
import type { BackgroundJobOptions } from '../manager/background-job-options.js';
import type { BackgroundJobWorkerOptions } from './background-job-worker-options.js';
import { describeError } from '../manager/describe-error.js';
import { nextTryTime } from './next-try-time.js';
import { isSuspect } from './poison-watch.js';
import type { RecurringSchedules } from '../recurring/recurring-schedules.js';
import { retryPolicyOf } from './retry-policy.js';
import { withTimeLimit } from './time-limit.js';

export interface BackgroundJobRunnerDependencies {
  readonly executer: IBackgroundJobExecuter;
  readonly serializer: IBackgroundJobSerializer;
  readonly jobs: BackgroundJobOptions;
  readonly schedules: RecurringSchedules;
  readonly telemetry: IBackgroundJobTelemetry;
  readonly events: BackgroundJobEvents;
  readonly options: BackgroundJobWorkerOptions;
  readonly clock: Clock;
  readonly logger: BackgroundJobLogger;
}

/** One try of one job, from the claimed row to how it is to be settled. Never throws. */
export class BackgroundJobRunner {
  /** @param onReport called when the attempt has something to say, in its `extraProperties`, while it runs */
  constructor(
    private readonly dependencies: BackgroundJobRunnerDependencies,
    private readonly onReport: () => void,
  ) {}

  async run(attempt: BackgroundJobAttempt): Promise<BackgroundJobOutcome> {
    const { clock, schedules, events } = this.dependencies;
    const { job } = attempt;
    if (schedules.isObsolete(job)) {
      return this.dropped(attempt);
    }
    if (job.wasStalled) {
      events.emit({ kind: 'stalled', job });
    }
    events.emit({ kind: 'started', job });
    const begin = clock.elapsed();
    try {
      const result = await this.execute(attempt);
      return this.succeeded(attempt, result, clock.elapsed() - begin);
    } catch (error) {
      const duration = clock.elapsed() - begin;
      try {
        return this.failed(attempt, error, duration);
      } catch (reason) {
        return this.abandoned(attempt, reason, duration);
      }
    }
  }

  /** @throws BackgroundJobExecutionError when a try may help. */
  private async execute(attempt: BackgroundJobAttempt): Promise<unknown> {
    const { executer, serializer, jobs, options, clock, telemetry } =
      this.dependencies;
    const { job } = attempt;
    this.assertNotStalledForGood(attempt);
    const configuration = jobs.getJobOrNull(job.jobName);
    if (!configuration) {
      const error = new Error(
        `No background job with the name '${job.jobName}' is registered in the process that took it.`,
      );
      throw options.unknownJobNames === 'abandon'
        ? error
        : new BackgroundJobExecutionError(error.message, { cause: error });
    }
    const { jobType, argsType, timeLimit } = configuration;
    const jobArgs = serializer.deserialize(job.jobArgs, argsType);
    const context = this.contextOf(attempt);
    return withTimeLimit(
      timeLimit ?? options.defaultTimeLimit,
      clock,
      (reason) => attempt.abort(reason),
      () =>
        telemetry.run(job, () =>
          executer.execute({ jobType, jobArgs, context }),
        ),
    );
  }

  /** A try that never ended counts as one that failed. */
  private assertNotStalledForGood({ job }: BackgroundJobAttempt): void {
    if ((job.wasStalled || isSuspect(job)) && job.previousTryTime) {
      const tryCount = job.tryCount - 1;
      const error = new Error(
        `Given up after ${tryCount} tries; the last one never ended, its process died or hung.`,
      );
      const next = nextTryTime(
        this.policyOf(job.jobName),
        { ...job, tryCount, lastTryTime: job.previousTryTime },
        { error, duration: 0, random: 0 },
      );
      if (!next) {
        throw error;
      }
    }
  }

  /** An occurrence that the schedule does not have any more. */
  private dropped({ job }: BackgroundJobAttempt): BackgroundJobOutcome {
    const { id, concurrencyStamp, jobName } = job;
    this.dependencies.logger.log(
      `Background job '${jobName}' (${id}) is dropped: its schedule has changed since it was planned.`,
    );
    return {
      event: { kind: 'cancelled', jobId: id },
      settlement: { id, concurrencyStamp, kind: 'delete' },
    };
  }

  private succeeded(
    attempt: BackgroundJobAttempt,
    result: unknown,
    duration: number,
  ): BackgroundJobOutcome {
    const { job } = attempt;
    const { id, concurrencyStamp } = job;
    const event = { kind: 'succeeded', job, duration } as const;
    if (!this.dependencies.options.storeSuccessfulJobs) {
      return { event, settlement: { id, concurrencyStamp, kind: 'delete' } };
    }
    const extraProperties =
      result !== undefined && this.isJson(attempt, result)
        ? { ...attempt.extraProperties, result }
        : attempt.extraProperties;
    return {
      event,
      settlement: { id, concurrencyStamp, kind: 'complete', extraProperties },
    };
  }

  private failed(
    attempt: BackgroundJobAttempt,
    thrown: unknown,
    duration: number,
  ): BackgroundJobOutcome {
    if (!(thrown instanceof BackgroundJobExecutionError)) {
      return this.abandoned(attempt, thrown, duration);
    }
    const { job, abortReason: aborted } = attempt;
    const isTimeOver =
      aborted instanceof BackgroundJobAbortedError &&
      aborted.reason === 'timeLimit';
    const cause = thrown.cause ?? thrown;
    const error = isTimeOver && !isSaidByJob(cause) ? aborted : cause;
    const nextTry =
      aborted && !isTimeOver
        ? // Told to stop, which is not its fault: so it neither waits nor runs out of tries.
          this.startOf(attempt)
        : nextTryTime(
            this.policyOf(job.jobName),
            { ...job, lastTryTime: this.startOf(attempt) },
            { error, duration, random: this.dependencies.clock.random() },
          );
    if (!nextTry) {
      return this.abandoned(attempt, error, duration);
    }
    const { id, concurrencyStamp } = job;
    return {
      event: { kind: 'failed', job, duration, error, nextTryTime: nextTry },
      settlement: {
        id,
        concurrencyStamp,
        kind: 'retry',
        nextTryTime: nextTry,
        extraProperties: this.withLastError(attempt, error),
      },
    };
  }

  private abandoned(
    attempt: BackgroundJobAttempt,
    error: unknown,
    duration: number,
  ): BackgroundJobOutcome {
    const { job } = attempt;
    const { id, concurrencyStamp } = job;
    const extraProperties = this.withLastError(attempt, error);
    return {
      event: { kind: 'abandoned', job, duration, error },
      settlement: { id, concurrencyStamp, kind: 'abandon', extraProperties },
    };
  }

  private contextOf(attempt: BackgroundJobAttempt): JobExecutionContext {
    const { job } = attempt;
    const { jobName, tryCount, priority, creationTime, wasStalled } = job;
    const { progress } = job.extraProperties;
    return {
      jobId: job.id,
      jobName,
      tryCount,
      priority,
      creationTime,
      wasStalled,
      get signal() {
        return attempt.signal;
      },
      progress,
      reportProgress: (reported) => {
        if (this.isJson(attempt, reported)) {
          attempt.extraProperties = {
            ...attempt.extraProperties,
            progress: reported,
          };
          this.onReport();
        }
      },
    };
  }

  /** What JSON cannot hold must not keep an end from being recorded. */
  private isJson({ job }: BackgroundJobAttempt, value: unknown): boolean {
    try {
      return JSON.stringify(value) !== undefined;
    } catch (error) {
      this.dependencies.logger.warn(
        `Background job '${job.jobName}' (${job.id}) has a result or progress that JSON cannot hold; it is not kept: ${describeError(error).message}`,
      );
      return false;
    }
  }

  private policyOf(jobName: string): BackgroundJobRetryPolicy {
    const { jobs, options } = this.dependencies;
    return retryPolicyOf(options, jobs.getJobOrNull(jobName)?.retry);
  }

  private startOf({ job }: BackgroundJobAttempt): Date {
    return job.lastTryTime ?? this.dependencies.clock.now();
  }

  private withLastError(
    { extraProperties }: BackgroundJobAttempt,
    error: unknown,
  ): Readonly<Record<string, unknown>> {
    return withLastError(extraProperties, error, this.dependencies.clock.now());
  }
}

/** More to the point than that the time was over. */
function isSaidByJob(error: unknown): boolean {
  return (
    error instanceof AbandonBackgroundJobError ||
    error instanceof RetryBackgroundJobError ||
    error instanceof BackgroundJobAbortedError
  );
}
