import { BackgroundJobExecutionError } from '../abstractions/background-job-errors.js';
import type { IBackgroundJobExecuter } from '../abstractions/background-job-executer.js';
import type { BackgroundJobLogger } from '../abstractions/background-job-logger.js';
import type { IBackgroundJobSerializer } from '../abstractions/background-job-serializer.js';
import type {
  BackgroundJobClaim,
  BackgroundJobSettlement,
  ClaimedBackgroundJob,
} from '../abstractions/background-job-store.js';
import type { Clock } from '../abstractions/clock.js';
import type { JobExecutionContext } from '../abstractions/job-execution-context.js';
import { withLastError } from './background-job-extra-properties.js';
import type { BackgroundJobOptions } from './background-job-options.js';
import type { BackgroundJobWorkerOptions } from './background-job-worker-options.js';
import { describeError } from './describe-error.js';
import { nextTryTime } from './next-try-time.js';
import { retryPolicyOf } from './retry-policy.js';

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
    const policy = retryPolicyOf(options, configuration?.retry);
    const nextTry = nextTryTime(policy, {
      ...job,
      lastTryTime: this.startOf(job),
    });
    if (job.stalledTryTime) {
      // The try that never ended counts as one that failed.
      const tryCount = job.tryCount - 1;
      if (
        !nextTryTime(policy, {
          ...job,
          tryCount,
          lastTryTime: job.stalledTryTime,
        })
      ) {
        const message = `Given up after ${tryCount} tries; the last one never ended, its process died or hung.`;
        return this.abandon(job, new Error(message));
      }
    }
    if (!configuration) {
      const error = new Error(
        `No background job with the name '${job.jobName}' is registered in the process that took it.`,
      );
      return options.unknownJobNames === 'abandon'
        ? this.abandon(job, error)
        : this.retry(job, nextTry, error);
    }
    let jobArgs: object;
    try {
      jobArgs = serializer.deserialize(job.jobArgs, configuration.argsType);
    } catch (error) {
      return this.abandon(job, error);
    }
    try {
      const { jobType } = configuration;
      await executer.execute({
        jobType,
        jobArgs,
        context: contextOf(job, signal),
      });
    } catch (error) {
      if (!(error instanceof BackgroundJobExecutionError)) {
        return this.abandon(job, error);
      }
      const cause = error.cause ?? error;
      return signal.aborted
        ? this.retryAtOnce(job, cause)
        : this.retry(job, nextTry, cause);
    }
    const kind = options.storeSuccessfulJobs ? 'complete' : 'delete';
    return { ...claimOf(job), kind };
  }

  private retry(
    job: ClaimedBackgroundJob,
    nextTry: Date | null,
    error: unknown,
  ): BackgroundJobSettlement {
    if (!nextTry) {
      return this.abandon(job, error);
    }
    this.logger.warn(
      `${describe(job)} failed and is tried again at ${nextTry.toISOString()}. ${detailsOf(error)}`,
    );
    return {
      ...claimOf(job),
      kind: 'retry',
      nextTryTime: nextTry,
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

  private startOf(job: ClaimedBackgroundJob): Date {
    return job.lastTryTime ?? this.dependencies.clock.now();
  }

  private withLastError(
    job: ClaimedBackgroundJob,
    error: unknown,
  ): Readonly<Record<string, unknown>> {
    const now = this.dependencies.clock.now();
    return withLastError(job.extraProperties, error, now);
  }

  private get logger(): BackgroundJobLogger {
    return this.dependencies.logger;
  }
}

function contextOf(
  {
    id,
    jobName,
    tryCount,
    priority,
    creationTime,
    stalledTryTime,
  }: ClaimedBackgroundJob,
  signal: AbortSignal,
): JobExecutionContext {
  const wasStalled = stalledTryTime !== null;
  return {
    jobId: id,
    jobName,
    tryCount,
    priority,
    creationTime,
    wasStalled,
    signal,
  };
}

function claimOf({
  id,
  concurrencyStamp,
}: ClaimedBackgroundJob): BackgroundJobClaim {
  return { id, concurrencyStamp };
}

function describe({ id, jobName, tryCount }: ClaimedBackgroundJob): string {
  return `Background job '${jobName}' (${id}), try ${tryCount},`;
}

function detailsOf(error: unknown): string {
  const { message, stack } = describeError(error);
  return stack ?? message;
}
