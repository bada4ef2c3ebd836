import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import { BackgroundJobNameFilter } from '../abstractions/background-job-name-filter.js';
import { createTestDatabase } from './testing/create-test-database.js';
import type { TestDatabase } from './testing/test-database-kind.js';
import { testDatabase } from './testing/test-database.js';

const suite = testDatabase.available ? describe : describe.skip;

suite(`New jobs, on ${testDatabase.name}`, () => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => database.destroy());

  const job = (more = {}) => ({
    id: randomUUID(),
    jobName: 'emails',
    jobArgs: '{}',
    ...more,
  });

  it('that an index of the owner refuses are an error, not taken for jobs that are there', async () => {
    await database.jobs.collection.createIndex(
      { JobName: 1 },
      { unique: true },
    );
    await database.store.insert(job());
    await expect(database.store.insert(job())).rejects.toThrow('E11000');
  });

  it('that are to be stored before they are due can be claimed when they are, and not before', async () => {
    const due = new Date((await database.store.getTime()).getTime() + 300);
    const timely = job({ nextTryTime: due });
    const late = job({ nextTryTime: new Date(0) });
    const stored = await database.store.insertMany([timely, late], {
      onlyBeforeDue: true,
    });
    expect([...stored]).toEqual([timely.id]);
    expect(await database.store.find(late.id)).toBeNull();
    expect((await database.store.find(timely.id))?.nextTryTime).toEqual(due);
    const claim = () =>
      database.store.claim({
        applicationName: null,
        nameFilter: BackgroundJobNameFilter.none,
        maxResultCount: 5,
        maxCountByName: new Map(),
        order: 'dueTime',
        leaseDuration: 60_000,
      });
    const { jobs, nextDueIn } = await claim();
    expect(jobs).toEqual([]);
    expect(nextDueIn).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, (nextDueIn ?? 0) + 5));
    expect((await claim()).jobs).toMatchObject([
      { id: timely.id, wasStalled: false },
    ]);
  });
});
