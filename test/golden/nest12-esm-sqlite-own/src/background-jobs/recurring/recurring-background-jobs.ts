import { BackgroundJobPriority } from '../abstractions/background-job-priority.js';
import type { NewBackgroundJob } from '../abstractions/background-job-info.js';
import type { BackgroundJobLogger } from '../abstractions/background-job-logger.js';
import type { IBackgroundJobSerializer } from '../abstractions/background-job-serializer.js';
import type { IBackgroundJobStore } from '../abstractions/background-job-store.js';
import type { BackgroundJobArgsType } from '../abstractions/background-job.js';
import type { Clock } from '../abstractions/clock.js';
import type { RecurringBackgroundJob } from '../abstractions/recurring-background-job.js';
import { backoffDelay } from '../worker/backoff-delay.js';
import type { BackgroundJobEvents } from '../manager/background-job-events.js';
import type {
  BackgroundJobConfiguration,
  BackgroundJobOptions,
} from '../manager/background-job-options.js';
import type { BackgroundJobSignals } from '../manager/background-job-signals.js';
import type { BackgroundJobWorkerOptions } from '../worker/background-job-worker-options.js';
import { describeError } from '../manager/describe-error.js';
import type {
  RecurringOccurrence,
  RecurringSchedule,
  RecurringSchedules,
} from './recurring-schedules.js';
import { uuidV5 } from '../manager/uuid-v5.js';
import { flatten } from '../domain/flatten.js';

export interface RecurringBackgroundJobsDependencies {
  readonly schedules: RecurringSchedules;
  readonly store: IBackgroundJobStore;
  readonly serializer: IBackgroundJobSerializer;
  readonly jobs: BackgroundJobOptions;
  readonly options: Pick<
    BackgroundJobWorkerOptions,
    'applicationName' | 'isJobExecutionEnabled'
  >;
  readonly signals: BackgroundJobSignals;
  readonly events: BackgroundJobEvents;
  readonly clock: Clock;
  readonly logger: BackgroundJobLogger;
}

/** So that many processes do not all plan at the very moment an occurrence is due. Milliseconds. */
const JITTER = 200;

/** Asks the store for its time again at least so often: timers stand still while a machine sleeps. Milliseconds. */
const LONGEST_WAIT = 3_600_000;

/**
 * Plans recurring jobs: the next occurrence of each is a scheduled job like any other, stored at start and whenever the one before it is due.
 *
 * Every process plans, and still each occurrence is stored once. Its id follows from application, name and time, so there cannot be two of it;
 * and it is stored only while it is not due by the store's clock, so it cannot come back after it has run. Clocks of processes do not count.
 */
export class RecurringBackgroundJobs {
  /** Until when each job is planned, by name. */
  private readonly planned = new Map<string, Date>();
  private failures = 0;
  private isStopped = true;
  private current: Promise<void> = Promise.resolve();
  private cancelTimer: () => void = () => undefined;

  constructor(
    private readonly dependencies: RecurringBackgroundJobsDependencies,
  ) {}

  /** @throws BackgroundJobConfigurationError when the job of one is not registered. */
  start(): void {
    const { schedules, options } = this.dependencies;
    if (options.isJobExecutionEnabled && schedules.getAll().length > 0) {
      for (const { job } of schedules.getAll()) {
        this.configurationOf(argsOf(job));
      }
      this.isStopped = false;
      this.planNow();
    }
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    this.cancelTimer();
    await this.current;
    this.planned.clear();
  }

  private planNow(): void {
    this.current = this.planOrBackOff().then((wait) => {
      if (!this.isStopped) {
        this.cancelTimer = this.dependencies.clock.after(wait, () =>
          this.planNow(),
        );
      }
    });
  }

  /** Returns the milliseconds until the next time. */
  private async planOrBackOff(): Promise<number> {
    const { clock, logger } = this.dependencies;
    try {
      const wait = await this.plan();
      if (this.failures > 0) {
        logger.log('Recurring background jobs are planned again.');
      }
      this.failures = 0;
      return Math.min(wait + clock.random() * JITTER, LONGEST_WAIT);
    } catch (error) {
      if (this.failures === 0) {
        const { message, stack } = describeError(error);
        logger.error(
          `Recurring background jobs cannot be planned; it is tried again: ${message}`,
          stack,
        );
      }
      this.failures += 1;
      return backoffDelay(this.failures, clock.random());
    }
  }

  private async plan(): Promise<number> {
    const { schedules, store } = this.dependencies;
    const now = await store.getTime();
    const next = schedules
      .getAll()
      .filter(({ job }) => Number(this.planned.get(job.name) ?? 0) <= +now)
      .map((schedule) => ({ schedule, time: schedule.recurrence.after(now) }));
    await this.insert(
      flatten(
        next.map(({ schedule, time }) => this.toJob(schedule, time, now)),
      ),
      now,
    );
    for (const { schedule, time } of next) {
      this.planned.set(schedule.job.name, time);
    }
    return Math.min(...Array.from(this.planned.values(), Number)) - +now;
  }

  private async insert(jobs: readonly PlannedJob[], now: Date): Promise<void> {
    const { store, events, signals } = this.dependencies;
    if (jobs.length === 0) {
      return;
    }
    const stored = await store.insertMany(jobs, { onlyBeforeDue: true });
    for (const job of jobs.filter(({ id }) => stored.has(id))) {
      events.emit({ kind: 'enqueued', job });
      const delay = job.nextTryTime.getTime() - now.getTime();
      signals.send({ kind: 'enqueued', jobNames: [job.jobName], delay });
    }
  }

  /** No job when its arguments cannot be made: the others must not wait for that. */
  private toJob(
    { job, recurrence }: RecurringSchedule,
    nextTryTime: Date,
    now: Date,
  ): readonly PlannedJob[] {
    const { serializer, options, logger } = this.dependencies;
    const { applicationName } = options;
    const { name, priority = BackgroundJobPriority.Normal } = job;
    const { cron, timeZone } = recurrence;
    const time = nextTryTime.toISOString();
    const recurring: RecurringOccurrence = { name, cron, timeZone, time };
    try {
      const args = argsOf(job);
      return [
        {
          id: uuidV5(
            JSON.stringify(['recurring', applicationName, name, time]),
          ),
          applicationName,
          jobName: this.configurationOf(args).jobName,
          jobArgs: serializer.serialize(args),
          nextTryTime,
          priority,
          extraProperties: {
            recurring,
            delay: nextTryTime.getTime() - now.getTime(),
          },
        },
      ];
    } catch (error) {
      const { message, stack } = describeError(error);
      logger.error(
        `The recurring background job '${name}' is left out at ${time}: ${message}`,
        stack,
      );
      return [];
    }
  }

  private configurationOf(args: object): BackgroundJobConfiguration {
    return this.dependencies.jobs.getJob(
      args.constructor as BackgroundJobArgsType,
    );
  }
}

type PlannedJob = NewBackgroundJob & { readonly nextTryTime: Date };

function argsOf({ args }: RecurringBackgroundJob): object {
  return typeof args === 'function' ? (args as () => object)() : args;
}
