import { BackgroundJobNameFilter } from '../abstractions/background-job-name-filter.js';
import type {
  BackgroundJobWorkerFactory,
  IBackgroundJobWorker,
} from '../abstractions/background-job-worker.js';
import type { BackgroundJobOptions } from '../manager/background-job-options.js';
import type { BackgroundJobSignals } from '../manager/background-job-signals.js';
import type { BackgroundJobWorkerOptions } from './background-job-worker-options.js';
import { lockNameOf } from './lock-name-of.js';
import { flatten } from '../domain/flatten.js';

interface WorkerPlan {
  readonly lockName?: string;
  readonly nameFilter?: BackgroundJobNameFilter;
  readonly maxParallelJobExecutionCount?: number | undefined;
}

/** Starts one worker for each dedicated configuration and one for all other jobs, and stops them. */
export class BackgroundJobWorkerManager {
  private workers: readonly IBackgroundJobWorker[] = [];

  constructor(
    private readonly createWorker: BackgroundJobWorkerFactory,
    private readonly jobs: BackgroundJobOptions,
    private readonly options: BackgroundJobWorkerOptions,
    private readonly signals: BackgroundJobSignals,
  ) {}

  /** @throws BackgroundJobConfigurationError before any worker is started, when a dedicated worker is for a job that is not registered. */
  async start(): Promise<void> {
    if (!this.options.isJobExecutionEnabled) {
      return;
    }
    const starts = this.planWorkers().map((plan) => ({
      worker: this.createWorker(),
      ...plan,
    }));
    this.workers = starts.map(({ worker }) => worker);
    await Promise.all(
      starts.map(
        ({ worker, lockName, nameFilter, maxParallelJobExecutionCount }) =>
          worker.start(lockName, nameFilter, maxParallelJobExecutionCount),
      ),
    );
    await this.signals.listen();
  }

  async stop(): Promise<void> {
    const workers = this.workers;
    this.workers = [];
    await Promise.all(workers.map((worker) => worker.stop()));
    await this.signals.stopListening();
  }

  private planWorkers(): readonly WorkerPlan[] {
    const dedicated = this.options.workerConfigurations.map(
      (configuration) => ({
        lockName: lockNameOf(configuration),
        names: configuration.jobArgsTypes.map(
          (argsType) => this.jobs.getJob(argsType).jobName,
        ),
        maxParallelJobExecutionCount:
          configuration.maxParallelJobExecutionCount,
      }),
    );
    if (dedicated.length === 0) {
      return [{}];
    }
    return [
      ...dedicated.map(({ names, ...plan }) => ({
        ...plan,
        nameFilter: BackgroundJobNameFilter.include(names),
      })),
      {
        nameFilter: BackgroundJobNameFilter.exclude(
          flatten(dedicated.map(({ names }) => names)),
        ),
      },
    ];
  }
}
