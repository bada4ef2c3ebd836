import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import type { BackgroundJobWorkerOptions } from '../worker/background-job-worker-options.js';
import { InMemoryBackgroundJobStore } from '../memory/in-memory-background-job-store.js';
import { createJobHost, type JobHost } from '../testing/job-host.js';
import { storeWith } from '../testing/store-with.js';
import { TestClock } from '../testing/test-clock.js';
import { testStores, type TestStore } from '../testing/test-stores.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe.each(testStores)('BackgroundJobCleanupWorker, $name', ({ create }) => {
  let testStore: TestStore;

  beforeEach(async () => {
    testStore = await create();
  });
  afterEach(() => testStore.destroy());

  const hostOf = (options: Partial<BackgroundJobWorkerOptions>): JobHost =>
    createJobHost({
      store: testStore.store,
      options: { storeSuccessfulJobs: true, ...options },
    });

  async function given(age: number): Promise<string> {
    const id = randomUUID();
    await testStore.store.insert({
      id,
      jobName: 'emails',
      jobArgs: '{}',
      completionTime: new Date(Date.now() - age),
    });
    return id;
  }

  const remaining = async (ids: readonly string[]): Promise<number> =>
    (await Promise.all(ids.map((id) => testStore.store.find(id)))).filter(
      (job) => job !== null,
    ).length;

  it('31. deletes what is older than the retention time and keeps the rest', async () => {
    const ids = [await given(8 * DAY), await given(6 * DAY)];
    await hostOf({}).cleanup.clean();
    expect(await testStore.store.find(ids[0] ?? '')).toBeNull();
    expect(await remaining(ids)).toBe(1);
  });

  it.each<[string, Partial<BackgroundJobWorkerOptions>]>([
    [
      '32. deletes nothing where nothing is kept',
      { storeSuccessfulJobs: false },
    ],
    [
      '33. deletes nothing that is kept for ever',
      { successfulJobRetentionTime: null },
    ],
    [
      'deletes nothing where jobs are only enqueued',
      { isJobExecutionEnabled: false },
    ],
  ])('%s', async (_statement, options) => {
    const ids = [await given(99 * DAY)];
    await hostOf(options).cleanup.clean();
    expect(await remaining(ids)).toBe(1);
  });

  it('34. deletes all of them in portions', async () => {
    const ids = await Promise.all(
      Array.from({ length: 5 }, () => given(8 * DAY)),
    );
    await hostOf({ maxJobFetchCount: 2 }).cleanup.clean();
    expect(await remaining(ids)).toBe(0);
  });

  it('35. deletes nothing, and ends, with portions of 0', async () => {
    const ids = [await given(8 * DAY)];
    await hostOf({ maxJobFetchCount: 0 }).cleanup.clean();
    expect(await remaining(ids)).toBe(1);
  });
});

describe('BackgroundJobCleanupWorker, with its clock held', () => {
  it('cleans once in a period, first after one, also when one time fails, until it is stopped', async () => {
    const clock = new TestClock();
    const times: number[] = [];
    const start = clock.now().getTime();
    const store = storeWith(new InMemoryBackgroundJobStore(clock), {
      deleteCompleted: () => {
        times.push((clock.now().getTime() - start) / HOUR);
        return times.length === 1
          ? Promise.reject(new Error('connection lost'))
          : Promise.resolve(0);
      },
    });
    const { cleanup, log } = createJobHost({
      store,
      clock,
      options: { storeSuccessfulJobs: true },
    });
    cleanup.start();
    await clock.advance(3 * HOUR);
    expect(times).toEqual([1, 2, 3]);
    expect(log).toHaveLength(1);
    await cleanup.stop();
    await clock.advance(3 * HOUR);
    expect(times).toHaveLength(3);
  });
});
