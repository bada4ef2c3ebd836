import { createHash } from 'node:crypto';
import { BackgroundJobConfigurationError } from '../abstractions/background-job-errors.js';
import { BackgroundJobNameFilter } from '../abstractions/background-job-name-filter.js';
import type {
  BackgroundJobWorkerFactory,
  IBackgroundJobWorker,
} from '../abstractions/background-job-worker.js';
import type { BackgroundJobArgsType } from '../abstractions/background-job.js';
import type { BackgroundJobOptions } from './background-job-options.js';
import type { BackgroundJobWorkerOptions } from './background-job-worker-options.js';

const DEDICATED_WORKER_PREFIX = 'AbpBackgroundJobDedicatedWorker:';

interface WorkerPlan {
  readonly lockName?: string;
  readonly nameFilter?: BackgroundJobNameFilter;
}

/** Starts one worker for each dedicated configuration and one for all other jobs, and stops them. */
export class BackgroundJobWorkerManager {
  private workers: readonly IBackgroundJobWorker[] = [];

  constructor(
    private readonly createWorker: BackgroundJobWorkerFactory,
    private readonly jobs: BackgroundJobOptions,
    private readonly options: BackgroundJobWorkerOptions,
  ) {}

  /** @throws BackgroundJobConfigurationError before any worker is started, when the configurations do not fit the registered jobs. */
  async start(): Promise<void> {
    if (!this.options.isJobExecutionEnabled) {
      return;
    }
    const plans = this.planWorkers();
    const workers = plans.map(() => this.createWorker());
    this.workers = workers;
    await Promise.all(
      workers.map((worker, index) =>
        worker.start(plans[index]?.lockName, plans[index]?.nameFilter),
      ),
    );
  }

  async stop(): Promise<void> {
    const workers = this.workers;
    this.workers = [];
    await Promise.all(workers.map((worker) => worker.stop()));
  }

  private planWorkers(): readonly WorkerPlan[] {
    const { workerConfigurations, distributedLockName } = this.options;
    if (workerConfigurations.length === 0) {
      return [{}];
    }
    const lockNames = new Set([distributedLockName]);
    const dedicatedNames = new Set<string>();
    const dedicated = workerConfigurations.map(
      ({ jobArgsTypes, lockName = deriveLockName(jobArgsTypes) }) => {
        const names = [...new Set(jobArgsTypes)].map(
          (argsType) => this.jobs.getJob(argsType).jobName,
        );
        for (const name of names) {
          addOnce(
            dedicatedNames,
            name,
            `The background job '${name}' has two dedicated workers.`,
          );
        }
        addOnce(
          lockNames,
          lockName,
          `Two workers have the lock name '${lockName}'.`,
        );
        return { lockName, nameFilter: BackgroundJobNameFilter.include(names) };
      },
    );
    return [
      ...dedicated,
      { nameFilter: BackgroundJobNameFilter.exclude([...dedicatedNames]) },
    ];
  }
}

function deriveLockName(
  jobArgsTypes: readonly BackgroundJobArgsType[],
): string {
  const names = [
    ...new Set(jobArgsTypes.map((argsType) => argsType.name)),
  ].sort();
  return (
    DEDICATED_WORKER_PREFIX +
    createHash('md5').update(names.join(',')).digest('hex')
  );
}

function addOnce(set: Set<string>, value: string, message: string): void {
  if (set.has(value)) {
    throw new BackgroundJobConfigurationError(message);
  }
  set.add(value);
}
