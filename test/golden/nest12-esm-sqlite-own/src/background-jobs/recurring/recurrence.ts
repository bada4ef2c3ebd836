import { Cron } from 'croner';
import { BackgroundJobConfigurationError } from '../abstractions/background-job-errors.js';
import { describeError } from '../manager/describe-error.js';

/**
 * The times of a cron expression in a time zone, to the second.
 *
 * Where clocks are set forward, a time that does not exist becomes the first moment after the gap; where they are set back, a time that comes twice
 * counts once, the first time. Not so for expressions with `*` or `/` in their hours or minutes: they leave out what does not exist, and count both.
 */
export class Recurrence {
  private readonly schedule: Cron;

  /** @throws BackgroundJobConfigurationError when they say no time. */
  constructor(
    readonly cron: string,
    readonly timeZone: string,
  ) {
    try {
      this.schedule = new Cron(cron, {
        timezone: timeZone,
        mode: '5-or-6-parts',
        fixedTimeRule: 'no-wildcard',
      });
      if (this.schedule.getOnce()) {
        throw new TypeError('a date does not recur');
      }
      this.after(new Date());
    } catch (error) {
      throw new BackgroundJobConfigurationError(
        `'${cron}' in the time zone '${timeZone}' is no recurrence: ${describeError(error).message}`,
        { cause: error },
      );
    }
  }

  /** The first time after this one. */
  after(time: Date): Date {
    const next = this.schedule.nextRun(time);
    if (!next) {
      throw new RangeError('there is no such time any more');
    }
    return next;
  }

  has(time: Date): boolean {
    const next = this.after(new Date(time.getTime() - 1));
    return next.getTime() === time.getTime();
  }
}
