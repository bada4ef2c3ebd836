import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../abstractions/clock.js';
import { BackgroundJobDrain } from '../worker/background-job-drain.js';
import { JsonBackgroundJobSerializer } from '../manager/json-background-job-serializer.js';
import { createBackgroundJobTelemetry } from '../telemetry/telemetry.js';
import { createJobHost, jobOf, type JobHost } from '../testing/job-host.js';
import { EmailArgs, ReportArgs } from '../testing/test-args.js';
import { testStores, type TestStore } from '../testing/test-stores.js';

const DAY = 24 * 60 * 60 * 1000;

const log = (): void => undefined;

describe.each(testStores)('Draining the store $name', ({ create }) => {
  let testStore: TestStore;
  let host: JobHost;
  let drain: BackgroundJobDrain;
  let ran: string[];

  beforeEach(async () => {
    testStore = await create();
    ran = [];
    host = createJobHost({
      store: testStore.store,
      jobs: [
        jobOf(EmailArgs, ({ to }) => {
          ran.push(to);
          if (to === 'broken') {
            throw new Error('no such address');
          }
        }),
        jobOf(ReportArgs, async ({ title }) => {
          ran.push(title);
          await host.manager.enqueue(new EmailArgs(`${title} is done`), {
            delay: title === 'monthly' ? DAY : 0,
          });
        }),
      ],
    });
    drain = new BackgroundJobDrain({
      ...host,
      serializer: new JsonBackgroundJobSerializer(),
      telemetry: createBackgroundJobTelemetry(),
      clock: systemClock,
      logger: { log, warn: log, error: log },
    });
  });
  afterEach(() => testStore.destroy());

  it('runs what is due and what that enqueues, and says how it ended', async () => {
    await host.manager.enqueue(new EmailArgs('later'), { delay: DAY });
    const broken = await host.manager.enqueue(new EmailArgs('broken'));
    const weekly = await host.manager.enqueue(new ReportArgs('weekly'));
    const { succeeded, failed, abandoned } = await drain.runDue();
    expect(ran).toEqual(['broken', 'weekly', 'weekly is done']);
    expect(succeeded).toEqual([weekly, expect.any(String)]);
    expect(failed).toEqual([broken]);
    expect(abandoned).toEqual([]);
    expect(await testStore.store.find(broken)).toMatchObject({
      tryCount: 1,
      extraProperties: { lastError: { message: 'no such address' } },
    });
  });

  it('runs what was enqueued for later, when told so; what failed waits for its time', async () => {
    await host.manager.enqueue(new EmailArgs('later'), { delay: DAY });
    await host.manager.enqueue(new EmailArgs('broken'), { delay: DAY });
    await host.manager.enqueue(new ReportArgs('monthly'));
    const { succeeded, failed } = await drain.runScheduled();
    expect(ran.sort()).toEqual([
      'broken',
      'later',
      'monthly',
      'monthly is done',
    ]);
    expect(succeeded).toHaveLength(3);
    expect(failed).toHaveLength(1);
  });

  it('has nothing to run in an empty store', async () => {
    expect(await drain.runScheduled()).toEqual({
      succeeded: [],
      failed: [],
      abandoned: [],
    });
  });
});
