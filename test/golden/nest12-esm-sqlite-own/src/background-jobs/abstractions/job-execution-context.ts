import type { BackgroundJobPriority } from './background-job-priority.js';

/** What a running job can know about itself. */
export interface JobExecutionContext {
  /** UUID text. The same over all tries: the key for making a job idempotent. */
  readonly jobId: string;
  readonly jobName: string;
  /** 1 on the first try. */
  readonly tryCount: number;
  readonly priority: BackgroundJobPriority;
  readonly creationTime: Date;
  /** The try before this one never ended: its process died, or was cut off for longer than its lease. */
  readonly wasStalled: boolean;
  /** What the job's last {@link reportProgress} said, in this try or an earlier one. */
  readonly progress: unknown;
  /**
   * Aborted when the job's time limit is over, when it was cancelled, when the worker has waited for it long enough while shutting down, and when it was lost to
   * another worker. What the job does after that may be done a second time elsewhere.
   */
  readonly signal: AbortSignal;
  /** Keeps anything that JSON can hold in the job's row, as `progress`: written within a second, the latest one only. */
  reportProgress(progress: unknown): void;
}
