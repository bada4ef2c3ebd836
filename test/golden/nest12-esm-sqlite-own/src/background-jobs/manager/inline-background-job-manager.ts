import { BackgroundJobExecutionError } from '../abstractions/background-job-errors.js';
import type { IBackgroundJobExecuter } from '../abstractions/background-job-executer.js';
import type {
  EnqueuedJob,
  EnqueueOptions,
  EnqueueRequest,
  IBackgroundJobManager,
} from '../abstractions/background-job-manager.js';
import { BackgroundJobPriority } from '../abstractions/background-job-priority.js';
import type { IBackgroundJobSerializer } from '../abstractions/background-job-serializer.js';
import type { BackgroundJobArgsType } from '../abstractions/background-job.js';
import type { Clock } from '../abstractions/clock.js';
import type { JobExecutionContext } from '../abstractions/job-execution-context.js';
import type { BackgroundJobOptions } from './background-job-options.js';
import type { BackgroundJobWorkerOptions } from '../worker/background-job-worker-options.js';
import { jobIdOf } from './job-id-of.js';
import { uuidV7 } from './uuid-v7.js';

export interface InlineBackgroundJobManagerDependencies {
  readonly executer: IBackgroundJobExecuter;
  readonly serializer: IBackgroundJobSerializer;
  readonly jobs: BackgroundJobOptions;
  readonly options: Pick<BackgroundJobWorkerOptions, 'applicationName'>;
  readonly clock: Clock;
}

/**
 * For tests, in place of the manager: `enqueue` runs the job, once and at once, and is done when it is. Arguments go through their text as they do
 * in the store; delay, priority and transaction change nothing. What the job throws, `enqueue` throws.
 */
export class InlineBackgroundJobManager implements IBackgroundJobManager {
  constructor(
    private readonly dependencies: InlineBackgroundJobManagerDependencies,
  ) {}

  async enqueue(args: object, options?: EnqueueOptions): Promise<string> {
    return (await this.run({ ...options, args })).id;
  }

  enqueueOnce(
    jobId: string,
    args: object,
    options?: EnqueueOptions,
  ): Promise<EnqueuedJob> {
    return this.run({ ...options, args, jobId });
  }

  async enqueueMany(
    requests: readonly EnqueueRequest[],
  ): Promise<readonly EnqueuedJob[]> {
    const enqueued: EnqueuedJob[] = [];
    for (const request of requests) {
      enqueued.push(await this.run(request));
    }
    return enqueued;
  }

  private async run({
    args,
    jobId,
    priority = BackgroundJobPriority.Normal,
  }: EnqueueRequest): Promise<EnqueuedJob> {
    const { executer, serializer, jobs, options, clock } = this.dependencies;
    const { jobType, argsType, jobName } = jobs.getJob(
      args.constructor as BackgroundJobArgsType,
    );
    const id =
      jobId === undefined
        ? uuidV7(clock.now())
        : jobIdOf(jobId, options.applicationName, jobName);
    const context: JobExecutionContext = {
      jobId: id,
      jobName,
      tryCount: 1,
      priority,
      creationTime: clock.now(),
      wasStalled: false,
      progress: undefined,
      signal: new AbortController().signal,
      reportProgress: () => undefined,
    };
    try {
      const jobArgs = serializer.deserialize(
        serializer.serialize(args),
        argsType,
      );
      await executer.execute({ jobType, jobArgs, context });
    } catch (error) {
      throw error instanceof BackgroundJobExecutionError ? error.cause : error;
    }
    return { id, isNew: true };
  }
}
