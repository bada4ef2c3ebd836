import type {
  BackgroundJobInfo,
  NewBackgroundJob,
} from './background-job-info.js';
import type { ClaimedBackgroundJob } from './background-job-store.js';

/**
 * What happens to jobs, in this process. Ends are told once they are recorded, so each attempt ends with at most one of `succeeded`, `failed`, `abandoned`
 * and `lost`. Durations are milliseconds.
 */
export type BackgroundJobEvent =
  /** Stored; for jobs in a transaction, committed. */
  | { readonly kind: 'enqueued'; readonly job: NewBackgroundJob }
  | { readonly kind: 'started'; readonly job: ClaimedBackgroundJob }
  | {
      readonly kind: 'succeeded';
      readonly job: ClaimedBackgroundJob;
      readonly duration: number;
    }
  /** It is tried again at `nextTryTime`. */
  | {
      readonly kind: 'failed';
      readonly job: ClaimedBackgroundJob;
      readonly duration: number;
      readonly error: unknown;
      readonly nextTryTime: Date;
    }
  /** It failed for good. */
  | {
      readonly kind: 'abandoned';
      readonly job: ClaimedBackgroundJob;
      readonly duration: number;
      readonly error: unknown;
    }
  /** The attempt before never ended; told when the job is taken again. */
  | { readonly kind: 'stalled'; readonly job: ClaimedBackgroundJob }
  /** It is no longer this worker's: its lease had ended, or its row was changed or deleted. What it does from now on does not count. */
  | { readonly kind: 'lost'; readonly job: ClaimedBackgroundJob }
  /** By an operator, in this process. */
  | { readonly kind: 'cancelled'; readonly jobId: BackgroundJobInfo['id'] };

export type BackgroundJobListener = (event: BackgroundJobEvent) => void;
