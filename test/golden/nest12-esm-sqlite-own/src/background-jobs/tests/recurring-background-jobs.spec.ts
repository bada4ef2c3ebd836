import { beforeEach, describe, expect, it } from 'vitest';
import type { IBackgroundJobStore } from '../abstractions/background-job-store.js';
import { systemClock, type Clock } from '../abstractions/clock.js';
import type { RecurringBackgroundJob } from '../abstractions/recurring-background-job.js';
import { InMemoryBackgroundJobStore } from '../memory/in-memory-background-job-store.js';
import { Recurrence } from '../recurring/recurrence.js';
import { RecurringBackgroundJobs } from '../recurring/recurring-background-jobs.js';
import { RecurringSchedules } from '../recurring/recurring-schedules.js';
import { JsonBackgroundJobSerializer } from '../manager/json-background-job-serializer.js';
import { createJobHost, jobOf } from '../testing/job-host.js';
import { storeWith } from '../testing/store-with.js';
import { EmailArgs, ReportArgs } from '../testing/test-args.js';
import { TestClock } from '../testing/test-clock.js';
import { testStores } from '../testing/test-stores.js';
import { until } from '../testing/until.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const daily: RecurringBackgroundJob = {
  name: 'daily report',
  cron: '0 2 * * *',
  args: new ReportArgs('daily'),
};
const minutely: RecurringBackgroundJob = {
  name: 'minutely mail',
  cron: '* * * * *',
  args: new EmailArgs('me'),
};

describe('Recurring jobs', () => {
  let clock: TestClock;
  let store: InMemoryBackgroundJobStore;
  let runs: string[];

  beforeEach(() => {
    // 2030-01-01T00:00:00Z
    clock = new TestClock();
    store = new InMemoryBackgroundJobStore(clock);
    runs = [];
  });

  interface ProcessSetup {
    readonly jobStore?: IBackgroundJobStore;
    readonly isJobExecutionEnabled?: boolean;
    /** Milliseconds by which the clock of the process is ahead of the store's. */
    readonly ahead?: number;
  }

  /** One process: its planner, and the services its jobs run in. */
  const createProcess = (
    recurringJobs: readonly RecurringBackgroundJob[],
    {
      jobStore = store,
      isJobExecutionEnabled = true,
      ahead = 0,
    }: ProcessSetup = {},
  ) => {
    const ownClock: Clock = {
      now: () => new Date(clock.now().getTime() + ahead),
      elapsed: () => clock.elapsed(),
      after: (milliseconds, callback) => clock.after(milliseconds, callback),
      random: () => clock.random(),
    };
    const host = createJobHost({
      store: jobStore,
      clock: ownClock,
      options: { jobPollPeriod: 30_000, isJobExecutionEnabled },
      recurringJobs,
      jobs: [
        jobOf(EmailArgs, ({ to }) => run(to)),
        jobOf(ReportArgs, ({ title }) => run(title)),
      ],
    });
    const log: string[] = [];
    const record = (message: string): void => void log.push(message);
    const planner = new RecurringBackgroundJobs({
      ...host,
      serializer: new JsonBackgroundJobSerializer(),
      clock: ownClock,
      logger: { log: record, warn: record, error: record },
    });
    return { ...host, planner, log };
  };
  const run = (what: string) => {
    runs.push(`${what} ${clock.now().toISOString().slice(5, 19)}`);
  };
  const planned = async () =>
    (await store.getList({}, {}))
      .map(({ nextTryTime }) => nextTryTime.toISOString().slice(5, 16))
      .sort();

  it('run at every time of their schedule', async () => {
    const { planner, createWorker } = createProcess([daily, minutely]);
    planner.start();
    await createWorker().start();
    await clock.advance(3 * MINUTE + 1_000);
    expect(runs).toEqual([
      'me 01-01T00:01:00',
      'me 01-01T00:02:00',
      'me 01-01T00:03:00',
    ]);
    await clock.advance(2 * HOUR);
    expect(runs.filter((entry) => entry.startsWith('daily'))).toEqual([
      'daily 01-01T02:00:00',
    ]);
  });

  it('have the next occurrence planned, as a scheduled job that tells what it belongs to', async () => {
    const { planner } = createProcess([daily]);
    planner.start();
    await clock.advance(0);
    expect(await store.getList({}, {})).toMatchObject([
      {
        state: 'scheduled',
        jobName: 'reports',
        nextTryTime: new Date('2030-01-01T02:00:00Z'),
        extraProperties: {
          delay: 2 * HOUR,
          recurring: {
            name: 'daily report',
            cron: '0 2 * * *',
            timeZone: 'UTC',
            time: '2030-01-01T02:00:00.000Z',
          },
        },
      },
    ]);
  });

  it('are planned once, whatever the number of processes and their clocks', async () => {
    const first = createProcess([minutely], { ahead: -5 * MINUTE });
    const second = createProcess([minutely], { ahead: 5 * MINUTE });
    first.planner.start();
    await clock.advance(10_000);
    second.planner.start();
    await first.createWorker().start();
    await second.createWorker().start();
    await clock.advance(10 * MINUTE - 10_000 + 1_000);
    expect(runs).toHaveLength(10);
    expect(new Set(runs).size).toBe(10);
  });

  it('do not come back after they have run, when a process plans late', async () => {
    const { planner, createWorker } = createProcess([minutely]);
    planner.start();
    await createWorker().start();
    let plan: () => void = () => undefined;
    const late = createProcess([minutely], {
      jobStore: storeWith(store, {
        insertMany: async (jobs, options) => {
          await new Promise<void>((resolve) => {
            plan = resolve;
          });
          return store.insertMany(jobs, options);
        },
      }),
    });
    late.planner.start();
    await clock.advance(MINUTE + 1_000);
    expect(runs).toEqual(['me 01-01T00:01:00']);
    plan();
    await clock.advance(40_000);
    expect(runs).toEqual(['me 01-01T00:01:00']);
  });

  it('run once at the next start when they were missed', async () => {
    const before = createProcess([daily]);
    before.planner.start();
    await clock.advance(0);
    await before.planner.stop();
    await clock.advance(5 * DAY);
    const after = createProcess([daily]);
    after.planner.start();
    await after.createWorker().start();
    await clock.advance(1_000);
    expect(runs).toEqual(['daily 01-06T00:00:00']);
    expect(await planned()).toEqual(['01-06T02:00']);
  });

  it('stop with their process', async () => {
    const { planner } = createProcess([minutely]);
    planner.start();
    await clock.advance(0);
    await planner.stop();
    await clock.advance(HOUR);
    expect(await planned()).toEqual(['01-01T00:01']);
    expect(clock.pending).toBe(0);
  });

  it('make their arguments anew for every occurrence', async () => {
    let count = 0;
    const numbered = () => new ReportArgs(`report ${count++}`);
    const { planner, createWorker, log } = createProcess([
      { ...minutely, args: numbered },
    ]);
    planner.start();
    await createWorker().start();
    await clock.advance(2 * MINUTE + 1_000);
    expect(runs).toEqual([
      'report 1 01-01T00:01:00',
      'report 2 01-01T00:02:00',
    ]);
    expect(log.join()).not.toContain('left out');
  });

  it('are left out, and told, when their arguments cannot be made; the others go on', async () => {
    let isBroken = false;
    const { planner, log } = createProcess([
      daily,
      {
        ...minutely,
        args: () => {
          if (isBroken) {
            throw new Error('no tenant');
          }
          return new EmailArgs('me');
        },
      },
    ]);
    planner.start();
    await clock.advance(0);
    isBroken = true;
    await clock.advance(MINUTE);
    expect(log).toContain(
      "The recurring background job 'minutely mail' is left out at 2030-01-01T00:02:00.000Z: no tenant",
    );
    expect(await planned()).toEqual(['01-01T00:01', '01-01T02:00']);
  });

  it('are planned as soon as the store answers again; that it does not is told once', async () => {
    let isDown = true;
    const { planner, log } = createProcess([daily], {
      jobStore: storeWith(store, {
        getTime: () =>
          isDown ? Promise.reject(new Error('down')) : store.getTime(),
      }),
    });
    planner.start();
    await clock.advance(MINUTE);
    expect(log).toEqual([
      'Recurring background jobs cannot be planned; it is tried again: down',
    ]);
    isDown = false;
    await clock.advance(MINUTE);
    expect(log[1]).toBe('Recurring background jobs are planned again.');
    expect(await planned()).toEqual(['01-01T02:00']);
  });

  it('stop the start when their job is not registered', () => {
    class OtherArgs {}
    const { planner } = createProcess([{ ...daily, args: new OtherArgs() }]);
    expect(() => planner.start()).toThrow(
      'No background job for the arguments OtherArgs is registered.',
    );
  });

  it('do not run at times of a schedule that has changed since; other processes may still have it', async () => {
    const old = createProcess([daily]);
    old.planner.start();
    await clock.advance(HOUR);
    const changed = createProcess([{ ...daily, cron: '0 3 * * *' }]);
    changed.planner.start();
    await old.planner.stop();
    await changed.createWorker().start();
    expect(await planned()).toEqual(['01-01T02:00', '01-01T03:00']);
    await clock.advance(3 * HOUR);
    expect(runs).toEqual(['daily 01-01T03:00:00']);
    expect(await planned()).toEqual(['01-02T03:00']);
  });

  it('are left to other processes where this one runs no jobs', async () => {
    const { planner } = createProcess([daily], {
      isJobExecutionEnabled: false,
    });
    planner.start();
    await clock.advance(MINUTE);
    expect(await planned()).toEqual([]);
  });
});

describe('An occurrence that was planned by an older schedule', () => {
  const occurrence = (time: string, name = daily.name) => ({
    tryCount: 1,
    extraProperties: { recurring: { name, cron: '0 1 * * *', time } },
  });
  const schedules = new RecurringSchedules([daily]);

  it('is not run at a time that the schedule does not have any more', () => {
    const stale = occurrence('2030-01-01T01:00:00.000Z');
    expect(schedules.isObsolete(stale)).toBe(true);
    expect(schedules.isObsolete(occurrence('2030-01-01T02:00:00.000Z'))).toBe(
      false,
    );
  });

  it('is run to its end once it has begun', () => {
    const stale = occurrence('2030-01-01T01:00:00.000Z');
    expect(schedules.isObsolete({ ...stale, tryCount: 2 })).toBe(false);
  });

  it('is run where its name is unknown, like any other job', () => {
    expect(
      schedules.isObsolete(occurrence('2030-01-01T01:00:00.000Z', 'other')),
    ).toBe(false);
    expect(schedules.isObsolete({ tryCount: 1, extraProperties: {} })).toBe(
      false,
    );
    expect(schedules.isObsolete(occurrence('soon'))).toBe(false);
  });
});

describe('A recurring job that cannot work stops the start, and says why:', () => {
  const start = (...jobs: readonly RecurringBackgroundJob[]) =>
    new RecurringSchedules(jobs);

  it.each([
    ['a bad expression', { cron: 'daily' }, "'daily' in the time zone 'UTC'"],
    ['a part too few', { cron: '* * * *' }, 'five, six'],
    ['a date', { cron: '2030-01-01T00:00:00' }, 'a date does not recur'],
    ['a day that never comes', { cron: '0 0 30 2 *' }, 'no such time'],
    ['an unknown zone', { timeZone: 'Europe/Nowhere' }, 'Europe/Nowhere'],
    ['a blank name', { name: ' ' }, "name ' '"],
  ])('%s', (_, change, message) => {
    expect(() => start({ ...daily, ...change })).toThrow(message);
  });

  it('a name that is used twice', () => {
    expect(() => start(daily, { ...minutely, name: daily.name })).toThrow(
      "The name 'daily report' of a recurring job has to be one that no other has.",
    );
  });
});

describe('A recurrence in Europe/Berlin', () => {
  const next = (cron: string, from: string, count: number) => {
    const recurrence = new Recurrence(cron, 'Europe/Berlin');
    const times: string[] = [];
    for (let time = new Date(from); times.length < count;) {
      time = recurrence.after(time);
      times.push(time.toISOString().slice(5, 16));
      expect(recurrence.has(time)).toBe(true);
    }
    return times;
  };
  const spring = '2030-03-30T12:00:00Z';
  const autumn = '2030-10-26T12:00:00Z';

  it('is at the first moment after the gap where its time does not exist', () => {
    expect(next('30 2 * * *', spring, 2)).toEqual([
      '03-31T01:00',
      '04-01T00:30',
    ]);
  });

  it('is at the first of the two where its time comes twice', () => {
    expect(next('30 2 * * *', autumn, 2)).toEqual([
      '10-27T00:30',
      '10-28T01:30',
    ]);
  });

  it('leaves out what does not exist, and counts both, where minutes or hours are not just numbers', () => {
    expect(next('*/30 2 * * *', spring, 1)).toEqual(['04-01T00:00']);
    expect(next('*/30 2 * * *', autumn, 4)).toEqual([
      '10-27T00:00',
      '10-27T00:30',
      '10-27T01:00',
      '10-27T01:30',
    ]);
    expect(next('0 * * * *', '2030-03-31T00:30:00Z', 2)).toEqual([
      '03-31T01:00',
      '03-31T02:00',
    ]);
    expect(next('0 * * * *', '2030-10-26T23:30:00Z', 3)).toEqual([
      '10-27T00:00',
      '10-27T01:00',
      '10-27T02:00',
    ]);
  });
});

describe.each(testStores)('In the store $name', ({ create }) => {
  it('an occurrence is planned once, by however many processes', async () => {
    const testStore = await create();
    const { store } = testStore;
    const log: string[] = [];
    const record = (message: string): void => void log.push(message);
    const planners = Array.from({ length: 4 }, () => {
      const host = createJobHost({
        store,
        jobs: [jobOf(ReportArgs, () => undefined)],
        recurringJobs: [{ ...daily, cron: '0 0 1 1 *' }],
      });
      return new RecurringBackgroundJobs({
        ...host,
        serializer: new JsonBackgroundJobSerializer(),
        clock: systemClock,
        logger: { log: record, warn: record, error: record },
      });
    });
    for (const planner of planners) {
      planner.start();
    }
    await until(async () => (await store.getCounts({})).length > 0);
    await Promise.all(planners.map((planner) => planner.stop()));
    expect(await store.getList({}, {})).toMatchObject([
      {
        state: 'scheduled',
        extraProperties: { recurring: { name: 'daily report' } },
      },
    ]);
    expect(log).toEqual([]);
    await testStore.destroy();
  });
});
