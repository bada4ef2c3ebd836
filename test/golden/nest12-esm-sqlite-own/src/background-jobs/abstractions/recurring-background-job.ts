import type { BackgroundJobPriority } from './background-job-priority.js';

/** A job that is enqueued again and again, at the times of a cron expression; each occurrence once, however many processes there are. */
export interface RecurringBackgroundJob {
  /** Tells it from the other recurring jobs of the application. Stored with every occurrence, so keep it. */
  readonly name: string;
  /** Minute, hour, day of the month, month, day of the week, as in `30 2 * * MON-FRI`; with six parts the first is the second. Also `@daily` and the like. */
  readonly cron: string;
  /** IANA name of the zone in which the expression is read, such as `Europe/Berlin`. Default: `UTC`. */
  readonly timeZone?: string;
  /** Arguments of the job, which has to be registered. A function is called whenever an occurrence is planned: when the one before it is due. */
  readonly args: object | (() => object);
  /** Default: `Normal`. */
  readonly priority?: BackgroundJobPriority;
}
