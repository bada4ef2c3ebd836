import type { BackgroundJobLogger } from '../abstractions/background-job-logger.js';
import type {
  EnqueueOptions,
  IBackgroundJobManager,
} from '../abstractions/background-job-manager.js';
import { BackgroundJobPriority } from '../abstractions/background-job-priority.js';
import type { IBackgroundJobSerializer } from '../abstractions/background-job-serializer.js';
import type { IBackgroundJobStore } from '../abstractions/background-job-store.js';
import type { BackgroundJobArgsType } from '../abstractions/background-job.js';
import type { Clock } from '../abstractions/clock.js';
import type { BackgroundJobOptions } from './background-job-options.js';
import type { BackgroundJobWorkerOptions } from './background-job-worker-options.js';
import type { EnqueueSignal } from './enqueue-signal.js';
import { uuidV7 } from './uuid-v7.js';

export interface BackgroundJobManagerDependencies {
  readonly store: IBackgroundJobStore;
  readonly serializer: IBackgroundJobSerializer;
  readonly jobs: BackgroundJobOptions;
  readonly options: Pick<
    BackgroundJobWorkerOptions,
    'applicationName' | 'isJobExecutionEnabled'
  >;
  readonly enqueued: EnqueueSignal;
  readonly clock: Clock;
  readonly logger: BackgroundJobLogger;
}

/** ABP's `DefaultBackgroundJobManager`: writes the job to the store, where a worker finds it. */
export class BackgroundJobManager implements IBackgroundJobManager {
  private readonly namesWarnedOf = new Set<string>();

  constructor(
    private readonly dependencies: BackgroundJobManagerDependencies,
  ) {}

  async enqueue(
    args: object,
    {
      priority = BackgroundJobPriority.Normal,
      delay = 0,
      transaction,
    }: EnqueueOptions = {},
  ): Promise<string> {
    const { store, serializer, jobs, options, enqueued, clock } =
      this.dependencies;
    if (!Number.isFinite(delay) || delay < 0) {
      throw new RangeError(
        `The delay of a job is in milliseconds and not negative; ${delay} is not.`,
      );
    }
    const id = uuidV7(clock.now());
    const jobName = jobs.getJobName(argsTypeOf(args));
    this.warnWhenUnknown(jobName);
    const job = {
      id,
      applicationName: options.applicationName,
      jobName,
      jobArgs: serializer.serialize(args),
      priority,
      ...(delay > 0 && { delay, extraProperties: { delay } }),
    };
    if (transaction) {
      await store.insert(job, { transaction });
      return id;
    }
    await store.insert(job);
    if (delay === 0) {
      enqueued.notify(jobName);
    }
    return id;
  }

  /** Another process may know the job; forgetting to register it is the likelier reason. */
  private warnWhenUnknown(jobName: string): void {
    const { jobs, options, logger } = this.dependencies;
    if (
      options.isJobExecutionEnabled &&
      !jobs.getJobOrNull(jobName) &&
      !this.namesWarnedOf.has(jobName)
    ) {
      this.namesWarnedOf.add(jobName);
      logger.warn(
        `No background job with the name '${jobName}' is registered in this process; jobs of that name wait for a process that knows it.`,
      );
    }
  }
}

function argsTypeOf(args: unknown): BackgroundJobArgsType {
  const constructor =
    typeof args === 'object' && args !== null
      ? (args as { readonly constructor?: unknown }).constructor
      : undefined;
  if (
    typeof constructor !== 'function' ||
    constructor === Object ||
    constructor === Array
  ) {
    throw new TypeError(
      'enqueue() needs an instance of a class of job arguments, such as `enqueue(new SendEmailArgs(to, subject))`: the class says which job it is for. ' +
        'For a plain object use the dynamic manager and name the job.',
    );
  }
  return constructor as BackgroundJobArgsType;
}
