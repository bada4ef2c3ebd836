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
  /**
   * Aborted when the worker has waited for the job long enough while shutting down, or when the job was lost to another
   * worker. What the job does after that may be done a second time elsewhere.
   */
  readonly signal: AbortSignal;
}
