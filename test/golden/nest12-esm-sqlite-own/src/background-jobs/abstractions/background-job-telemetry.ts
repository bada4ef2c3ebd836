import type { BackgroundJobListener } from './background-job-event.js';
import type { NewBackgroundJob } from './background-job-info.js';
import type { ClaimedBackgroundJob } from './background-job-store.js';

/** Traces and metrics. */
export interface IBackgroundJobTelemetry {
  /**
   * Stores jobs, inside a span.
   * @param store is given the jobs with what connects their runs to this span, in their `extraProperties`.
   */
  enqueue<T>(
    jobs: readonly NewBackgroundJob[],
    store: (jobs: readonly NewBackgroundJob[]) => Promise<T>,
  ): Promise<T>;
  /** Runs one try, inside a span that belongs to the one that enqueued the job. What it throws is recorded and thrown on. */
  run<T>(job: ClaimedBackgroundJob, action: () => Promise<T>): Promise<T>;
  /** Counts what happens to jobs. */
  readonly count: BackgroundJobListener;
}
