import { BackgroundJobExecutionError } from '../abstractions/background-job-errors.js';
import type { IBackgroundJobExecuter } from '../abstractions/background-job-executer.js';
import type { BackgroundJobLogger } from '../abstractions/background-job-logger.js';
import type { BackgroundJobRetryPolicy } from '../abstractions/background-job-retry-policy.js';
import type { IBackgroundJobSerializer } from '../abstractions/background-job-serializer.js';
import type {
  BackgroundJobSettlement,
  ClaimedBackgroundJob,
} from '../abstractions/background-job-store.js';
import type { Clock } from '../abstractions/clock.js';
import { withLastError } from './background-job-extra-properties.js';
import type {
  BackgroundJobConfiguration,
  BackgroundJobOptions,
} from './background-job-options.js';
import type { BackgroundJobWorkerOptions } from './background-job-worker-options.js';
import { nextTryTime } from './next-try-time.js';

export interface BackgroundJobRunnerDependencies {
  readonly executer: IBackgroundJobExecuter;
  readonly serializer: IBackgroundJobSerializer;
  readonly jobs: BackgroundJobOptions;
  readonly options: BackgroundJobWorkerOptions;
  readonly clock: Clock;
  readonly logger: BackgroundJobLogger;
}

/** One try of one job, from the claimed row to how it is to be settled. Never throws. */
export class BackgroundJobRunner {
  constructor(private readonly dependencies: BackgroundJobRunnerDependencies) {}

  async run(
    job: ClaimedBackgroundJob,
    signal: AbortSignal,
  ): Promise<BackgroundJobSettlement> {
    const { executer, serializer, jobs, options } = this.dependencies;
    const configuration = jobs.getJobOrNull(job.jobName);
    if (
      job.wasStalled &&
      !this.nextTry(configuration, { ...job, tryCount: job.tryCount - 1 })
    ) {
      return this.abandon(
        job,
        new Error(
          `Given up after ${job.tryCount - 1} tries; the last one never ended, its process died or hung.`,
        ),
      );
    }
    if (!configuration) {
      const error = new Error(
        `No background job with the name '${job.jobName}' is registered in the process that took it.`,
      );
      return options.unknownJobNames === 'abandon'
        ? this.abandon(job, error)
        : this.retry(job, configuration, error);
    }
    let jobArgs: object;
    try {
      jobArgs = serializer.deserialize(job.jobArgs, configuration.argsType);
    } catch (error) {
      return this.abandon(job, error);
    }
    const {
      id: jobId,
      jobName,
      tryCount,
      priority,
      creationTime,
      wasStalled,
    } = job;
    try {
      await executer.execute({
        jobType: configuration.jobType,
        jobArgs,
        context: {
          jobId,
          jobName,
          tryCount,
          priority,
          creationTime,
          wasStalled,
          signal,
        },
      });
    } catch (error) {
      if (!(error instanceof BackgroundJobExecutionError)) {
        return this.abandon(job, error);
      }
      const cause = error.cause ?? error;
      return signal.aborted
        ? this.retryAtOnce(job, cause)
        : this.retry(job, configuration, cause);
    }
    return {
      ...claimOf(job),
      kind: options.storeSuccessfulJobs ? 'complete' : 'delete',
    };
  }

  private retry(
    job: ClaimedBackgroundJob,
    configuration: BackgroundJobConfiguration | null,
    error: unknown,
  ): BackgroundJobSettlement {
    const next = this.nextTry(configuration, job);
    if (!next) {
      return this.abandon(job, error);
    }
    this.logger.warn(
      `${describe(job)} failed and is tried again at ${next.toISOString()}. ${detailsOf(error)}`,
    );
    return {
      ...claimOf(job),
      kind: 'retry',
      nextTryTime: next,
      extraProperties: this.withLastError(job, error),
    };
  }

  /** For a job that was told to stop: not its fault, so it neither waits nor runs out of tries. */
  private retryAtOnce(
    job: ClaimedBackgroundJob,
    error: unknown,
  ): BackgroundJobSettlement {
    this.logger.warn(
      `${describe(job)} was told to stop and is tried again. ${detailsOf(error)}`,
    );
    return {
      ...claimOf(job),
      kind: 'retry',
      nextTryTime: this.startOf(job),
      extraProperties: this.withLastError(job, error),
    };
  }

  private abandon(
    job: ClaimedBackgroundJob,
    error: unknown,
  ): BackgroundJobSettlement {
    this.logger.error(
      `${describe(job)} failed and is abandoned. ${detailsOf(error)}`,
    );
    return {
      ...claimOf(job),
      kind: 'abandon',
      extraProperties: this.withLastError(job, error),
    };
  }

  private nextTry(
    configuration: BackgroundJobConfiguration | null,
    job: ClaimedBackgroundJob,
  ): Date | null {
    const { options } = this.dependencies;
    const policy: BackgroundJobRetryPolicy = {
      firstWaitDuration: options.defaultFirstWaitDuration,
      waitFactor: options.defaultWaitFactor,
      timeout: options.defaultTimeout,
      timeoutFrom: options.timeoutFrom,
      maxTryCount: options.defaultMaxTryCount,
      ...configuration?.retry,
    };
    return nextTryTime(policy, { ...job, lastTryTime: this.startOf(job) });
  }

  private startOf(job: ClaimedBackgroundJob): Date {
    return job.lastTryTime ?? this.dependencies.clock.now();
  }

  private withLastError(
    job: ClaimedBackgroundJob,
    error: unknown,
  ): Readonly<Record<string, unknown>> {
    return withLastError(
      job.extraProperties,
      error,
      this.dependencies.clock.now(),
    );
  }

  private get logger(): BackgroundJobLogger {
    return this.dependencies.logger;
  }
}

function claimOf({
  id,
  concurrencyStamp,
}: ClaimedBackgroundJob): Pick<
  ClaimedBackgroundJob,
  'id' | 'concurrencyStamp'
> {
  return { id, concurrencyStamp };
}

function describe({ id, jobName, tryCount }: ClaimedBackgroundJob): string {
  return `Background job '${jobName}' (${id}), try ${tryCount},`;
}

function detailsOf(error: unknown): string {
  return error instanceof Error
    ? (error.stack ?? error.message)
    : String(error);
}
