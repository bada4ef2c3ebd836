import type { BackgroundJobLogger } from '../abstractions/background-job-logger.js';
import type { IBackgroundJobStore } from '../abstractions/background-job-store.js';
import type { Clock } from '../abstractions/clock.js';
import type { BackgroundJobWorkerOptions } from './background-job-worker-options.js';
import { describeError } from '../manager/describe-error.js';

export interface BackgroundJobCleanupWorkerDependencies {
  readonly store: IBackgroundJobStore;
  readonly options: BackgroundJobWorkerOptions;
  readonly clock: Clock;
  readonly logger: BackgroundJobLogger;
}

/** Deletes the kept rows of successful jobs when their retention time is over: this application's, every `cleanSuccessfulJobsPeriod`. */
export class BackgroundJobCleanupWorker {
  private abort = new AbortController();
  private current: Promise<void> = Promise.resolve();
  private cancelTimer: () => void = () => undefined;

  constructor(
    private readonly dependencies: BackgroundJobCleanupWorkerDependencies,
  ) {}

  /** Does nothing where nothing is kept, or everything for ever. */
  start(): void {
    if (this.retentionTime === null) {
      return;
    }
    this.abort = new AbortController();
    this.scheduleNext();
  }

  async stop(): Promise<void> {
    this.abort.abort();
    this.cancelTimer();
    await this.current;
  }

  /** One pass, in portions of `maxJobFetchCount` rows. */
  async clean(): Promise<void> {
    if (this.retentionTime === null) {
      return;
    }
    const { store, options, clock } = this.dependencies;
    const { applicationName, maxJobFetchCount } = options;
    const { signal } = this.abort;
    const limit = new Date(clock.now().getTime() - this.retentionTime);
    let deleted: number;
    do {
      deleted = await store.deleteCompleted(
        applicationName,
        limit,
        maxJobFetchCount,
        signal,
      );
    } while (deleted > 0 && deleted >= maxJobFetchCount && !signal.aborted);
  }

  private get retentionTime(): number | null {
    const {
      isJobExecutionEnabled,
      storeSuccessfulJobs,
      successfulJobRetentionTime,
    } = this.dependencies.options;
    return isJobExecutionEnabled && storeSuccessfulJobs
      ? successfulJobRetentionTime
      : null;
  }

  private scheduleNext(): void {
    const { clock, options, logger } = this.dependencies;
    this.cancelTimer = clock.after(options.cleanSuccessfulJobsPeriod, () => {
      this.current = this.clean()
        .catch((error: unknown) => {
          const { message, stack } = describeError(error);
          logger.error(
            `Successful background jobs could not be cleaned up; it is tried again after the usual period: ${message}`,
            stack,
          );
        })
        .then(() => {
          if (!this.abort.signal.aborted) {
            this.scheduleNext();
          }
        });
    });
  }
}
