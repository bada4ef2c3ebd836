import type { BackgroundJobLogger } from '../abstractions/background-job-logger.js';
import type { NewBackgroundJob } from '../abstractions/background-job-info.js';
import type {
  EnqueuedJob,
  EnqueueOptions,
  EnqueueRequest,
  IBackgroundJobManager,
} from '../abstractions/background-job-manager.js';
import { BackgroundJobPriority } from '../abstractions/background-job-priority.js';
import type { IBackgroundJobSerializer } from '../abstractions/background-job-serializer.js';
import type { IBackgroundJobStore } from '../abstractions/background-job-store.js';
import type { IBackgroundJobTelemetry } from '../abstractions/background-job-telemetry.js';
import type { BackgroundJobArgsType } from '../abstractions/background-job.js';
import type { Clock } from '../abstractions/clock.js';
import type { CurrentTransaction } from '../abstractions/current-transaction.js';
import { assertDelay } from './assert-delay.js';
import type { BackgroundJobEvents } from './background-job-events.js';
import type { BackgroundJobOptions } from './background-job-options.js';
import type { BackgroundJobSignals } from './background-job-signals.js';
import type { BackgroundJobWorkerOptions } from '../worker/background-job-worker-options.js';
import { enqueuedSignal } from './enqueued-signal.js';
import { jobIdOf } from './job-id-of.js';
import { uuidV7 } from './uuid-v7.js';

export interface BackgroundJobManagerDependencies {
  readonly store: IBackgroundJobStore;
  readonly serializer: IBackgroundJobSerializer;
  readonly jobs: BackgroundJobOptions;
  readonly options: Pick<
    BackgroundJobWorkerOptions,
    'applicationName' | 'isJobExecutionEnabled'
  >;
  readonly currentTransaction: CurrentTransaction;
  readonly telemetry: IBackgroundJobTelemetry;
  readonly events: BackgroundJobEvents;
  readonly signals: BackgroundJobSignals;
  readonly clock: Clock;
  readonly logger: BackgroundJobLogger;
}

/** Rows of one statement. */
const MAX_BATCH = 1_000;

/** ABP's `DefaultBackgroundJobManager`: writes the job to the store, where a worker finds it. */
export class BackgroundJobManager implements IBackgroundJobManager {
  private readonly namesWarnedOf = new Set<string>();

  constructor(
    private readonly dependencies: BackgroundJobManagerDependencies,
  ) {}

  async enqueue(
    args: object,
    { transaction, ...options }: EnqueueOptions = {},
  ): Promise<string> {
    const job = this.toJob({ ...options, args });
    await this.insert([job], transaction);
    return job.id;
  }

  async enqueueOnce(
    jobId: string,
    args: object,
    { transaction, ...options }: EnqueueOptions = {},
  ): Promise<EnqueuedJob> {
    const job = this.toJob({ ...options, args, jobId });
    const stored = await this.insert([job], transaction);
    return { id: job.id, isNew: stored.has(job.id) };
  }

  async enqueueMany(
    requests: readonly EnqueueRequest[],
    { transaction }: Pick<EnqueueOptions, 'transaction'> = {},
  ): Promise<readonly EnqueuedJob[]> {
    const jobs = requests.map((request) => this.toJob(request));
    const enqueued: EnqueuedJob[] = [];
    for (let start = 0; start < jobs.length; start += MAX_BATCH) {
      const batch = jobs.slice(start, start + MAX_BATCH);
      const stored = new Set(await this.insert(batch, transaction));
      // Of two requests with one id, the first made the job.
      enqueued.push(
        ...batch.map(({ id }) => ({ id, isNew: stored.delete(id) })),
      );
    }
    return enqueued;
  }

  private toJob({
    args,
    jobId,
    priority = BackgroundJobPriority.Normal,
    delay = 0,
  }: EnqueueRequest): NewBackgroundJob {
    const { serializer, jobs, options, clock } = this.dependencies;
    assertDelay(delay);
    const jobName = jobs.getJobName(argsTypeOf(args));
    this.warnWhenUnknown(jobName);
    const { applicationName } = options;
    return {
      id:
        jobId === undefined
          ? uuidV7(clock.now())
          : jobIdOf(jobId, applicationName, jobName),
      applicationName,
      jobName,
      jobArgs: serializer.serialize(args),
      priority,
      ...(delay > 0 && { delay, extraProperties: { delay } }),
    };
  }

  private insert(
    jobs: readonly NewBackgroundJob[],
    transaction: object | null = this.dependencies.currentTransaction.current,
  ): Promise<ReadonlySet<string>> {
    const { store, telemetry } = this.dependencies;
    return telemetry.enqueue(jobs, (traced) =>
      store.insertMany(traced, {
        ...(transaction && { transaction }),
        onCommitted: (stored, areOthersTold) =>
          this.tell(
            traced.filter(({ id }) => stored.has(id)),
            areOthersTold ? 'here' : 'everywhere',
          ),
      }),
    );
  }

  private tell(
    jobs: readonly NewBackgroundJob[],
    where: 'here' | 'everywhere',
  ): void {
    const { events, signals } = this.dependencies;
    if (jobs.length === 0) {
      return;
    }
    for (const job of jobs) {
      events.emit({ kind: 'enqueued', job });
    }
    const signal = enqueuedSignal(jobs);
    if (where === 'here') {
      signals.deliver(signal);
    } else {
      signals.send(signal);
    }
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
  const argsType =
    typeof args === 'object' && args !== null
      ? (args as { readonly constructor?: unknown }).constructor
      : undefined;
  if (
    typeof argsType !== 'function' ||
    argsType === Object ||
    argsType === Array
  ) {
    throw new TypeError(
      'enqueue() needs an instance of a class of job arguments, such as `enqueue(new SendEmailArgs(to, subject))`: the class says which job it is for. ' +
        'For a plain object use the dynamic manager and name the job.',
    );
  }
  return argsType as BackgroundJobArgsType;
}
