import { BackgroundJobConfigurationError } from '../abstractions/background-job-errors.js';
import type { ClaimedBackgroundJob } from '../abstractions/background-job-store.js';
import type { RecurringBackgroundJob } from '../abstractions/recurring-background-job.js';
import { Recurrence } from './recurrence.js';

/** Kept in the `extraProperties` of an occurrence, as `recurring`: which one it is, and by which schedule it was planned. */
export interface RecurringOccurrence {
  readonly name: string;
  readonly cron: string;
  readonly timeZone: string;
  /** ISO 8601, UTC: the time by the schedule. */
  readonly time: string;
}

export interface RecurringSchedule {
  readonly job: RecurringBackgroundJob;
  readonly recurrence: Recurrence;
}

/** The recurring jobs of this process with their schedules. */
export class RecurringSchedules {
  private readonly byName = new Map<string, RecurringSchedule>();

  /** @throws BackgroundJobConfigurationError for a schedule that says no time, and for names that are blank or used twice. */
  constructor(jobs: readonly RecurringBackgroundJob[]) {
    for (const job of jobs) {
      if (job.name.trim() === '' || this.byName.has(job.name)) {
        throw new BackgroundJobConfigurationError(
          `The name '${job.name}' of a recurring job has to be one that no other has.`,
        );
      }
      const recurrence = new Recurrence(job.cron, job.timeZone ?? 'UTC');
      this.byName.set(job.name, { job, recurrence });
    }
  }

  getAll(): readonly RecurringSchedule[] {
    return [...this.byName.values()];
  }

  /**
   * The job is an occurrence that was planned by a schedule which has changed since, for a time that the schedule of this process does not have: it is not to
   * be run. One whose first try has begun is run to its end, and one whose name is unknown here is left to be judged by its own arguments.
   */
  isObsolete({
    tryCount,
    extraProperties,
  }: Pick<ClaimedBackgroundJob, 'tryCount' | 'extraProperties'>): boolean {
    const { recurring } = extraProperties;
    const occurrence = recurring as Partial<RecurringOccurrence> | undefined;
    const current = this.byName.get(occurrence?.name ?? '')?.recurrence;
    const time = new Date(occurrence?.time ?? NaN);
    return (
      current !== undefined &&
      tryCount === 1 &&
      !Number.isNaN(time.getTime()) &&
      !current.has(time)
    );
  }
}
