import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import type { NewBackgroundJob } from '../abstractions/background-job-info.js';
import { BackgroundJobNameFilter } from '../abstractions/background-job-name-filter.js';
import { BackgroundJobPriority } from '../abstractions/background-job-priority.js';
import type {
  BackgroundJobClaim,
  ClaimedBackgroundJob,
  IBackgroundJobStore,
} from '../abstractions/background-job-store.js';
import { testStores, type TestStore } from '../testing/test-stores.js';
import { sleep } from '../testing/until.js';

const HOUR = 3_600_000;

describe.each(testStores)('IBackgroundJobStore, $name', ({ create }) => {
  let testStore: TestStore;
  let store: IBackgroundJobStore;

  beforeEach(async () => {
    testStore = await create();
    store = testStore.store;
  });
  afterEach(() => testStore.destroy());

  async function given(job: Partial<NewBackgroundJob> = {}): Promise<string> {
    const id = randomUUID();
    await store.insert({
      id,
      jobName: 'emails',
      jobArgs: '{}',
      nextTryTime: ago(HOUR),
      ...job,
    });
    return id;
  }

  async function waitingNames(
    filter?: BackgroundJobNameFilter,
  ): Promise<string[]> {
    const jobs = await store.getWaitingJobs(null, 100, filter);
    return jobs.map((job) => job.jobName).sort();
  }

  function claim(
    maxResultCount = 10,
    leaseDuration = HOUR,
  ): Promise<ClaimedBackgroundJob[]> {
    return store.claim({
      applicationName: null,
      nameFilter: BackgroundJobNameFilter.none,
      maxResultCount,
      leaseDuration,
    });
  }

  async function claimOne(leaseDuration = HOUR): Promise<ClaimedBackgroundJob> {
    const [job] = await claim(1, leaseDuration);
    if (!job) {
      throw new Error('No job was claimed.');
    }
    return job;
  }

  const claimOf = ({
    id,
    concurrencyStamp,
  }: BackgroundJobClaim): BackgroundJobClaim => ({ id, concurrencyStamp });

  it.each([2, 5])(
    '1. waiting jobs of an application, at most %i: only its own, none abandoned, all due',
    async (max) => {
      for (const applicationName of ['App1', 'App2', null]) {
        await given({ applicationName });
        await given({ applicationName });
        await given({ applicationName });
        await given({ applicationName, isAbandoned: true });
        await given({ applicationName, nextTryTime: ago(-HOUR) });
      }
      const jobs = await store.getWaitingJobs('App1', max);
      expect(jobs).toHaveLength(Math.min(3, max));
      for (const job of jobs) {
        expect(job).toMatchObject({
          applicationName: 'App1',
          isAbandoned: false,
        });
        expect(job.nextTryTime.getTime()).toBeLessThanOrEqual(
          Date.now() + 1000,
        );
      }
    },
  );

  it('2. an include filter gives jobs of its names only, an unknown name none', async () => {
    await given({ jobName: 'emails' });
    await given({ jobName: 'reports' });
    expect(
      await waitingNames(BackgroundJobNameFilter.include(['emails'])),
    ).toEqual(['emails']);
    expect(
      await waitingNames(BackgroundJobNameFilter.include(['unknown'])),
    ).toEqual([]);
  });

  it('3. an exclude filter gives the others, excluding an unknown name everything', async () => {
    await given({ jobName: 'emails' });
    await given({ jobName: 'reports' });
    expect(
      await waitingNames(BackgroundJobNameFilter.exclude(['emails'])),
    ).toEqual(['reports']);
    expect(
      await waitingNames(BackgroundJobNameFilter.exclude(['unknown'])),
    ).toEqual(['emails', 'reports']);
  });

  it('4. an unknown id is found as null', async () => {
    expect(await store.find(randomUUID())).toBeNull();
  });

  it('5. a row with a completion time never waits', async () => {
    await given({ completionTime: ago(1) });
    expect(await waitingNames()).toEqual([]);
  });

  it("6. deleting by retention takes the application's completed rows from before the limit, oldest first, and nothing else", async () => {
    const old = await given({
      applicationName: 'App1',
      completionTime: ago(2 * HOUR),
    });
    const older = await given({
      applicationName: 'App1',
      completionTime: ago(3 * HOUR),
    });
    const limit = ago(HOUR);
    const recent = await given({
      applicationName: 'App1',
      completionTime: limit,
    });
    const foreign = await given({
      applicationName: 'App2',
      completionTime: ago(2 * HOUR),
    });

    expect(await store.deleteCompleted('App1', limit, 1)).toBe(1);
    expect(await store.find(older)).toBeNull();
    expect(await store.find(old)).not.toBeNull();
    expect(await store.deleteCompleted('App1', limit, 10)).toBe(1);
    expect(await store.find(old)).toBeNull();
    expect(await store.find(recent)).not.toBeNull();
    expect(await store.find(foreign)).not.toBeNull();
  });

  it('7. an inserted job is found again; what was left out has defaults', async () => {
    const id = randomUUID();
    const before = Date.now();
    await store.insert({ id, jobName: 'emails', jobArgs: '{"to":"me"}' });
    const job = await store.find(id);
    expect(job).toMatchObject({
      id,
      applicationName: null,
      jobName: 'emails',
      jobArgs: '{"to":"me"}',
      tryCount: 0,
      lastTryTime: null,
      isAbandoned: false,
      completionTime: null,
      priority: BackgroundJobPriority.Normal,
      extraProperties: {},
    });
    expect(job?.nextTryTime).toEqual(job?.creationTime);
    expect(Math.abs(Number(job?.creationTime) - before)).toBeLessThan(2000);
  });

  it('20. only due jobs that are neither abandoned nor completed are claimed', async () => {
    const due = await given();
    await given({ delay: HOUR, nextTryTime: ago(-HOUR) });
    await given({ isAbandoned: true });
    await given({ completionTime: ago(1) });
    expect((await claim()).map((job) => job.id)).toEqual([due]);
  });

  it('a delay counts from the creation', async () => {
    const id = randomUUID();
    await store.insert({ id, jobName: 'emails', jobArgs: '{}', delay: HOUR });
    const job = await store.find(id);
    expect(Number(job?.nextTryTime) - Number(job?.creationTime)).toBe(HOUR);
  });

  it('waiting jobs come by priority, then fewer tries, then due time', async () => {
    await given({ jobName: 'd', tryCount: 1, nextTryTime: ago(9000) });
    await given({ jobName: 'c', nextTryTime: ago(3000) });
    await given({ jobName: 'b', nextTryTime: ago(4000) });
    await given({
      jobName: 'a',
      priority: BackgroundJobPriority.High,
      nextTryTime: ago(1000),
    });
    await given({
      jobName: 'e',
      priority: BackgroundJobPriority.Low,
      nextTryTime: ago(99_000),
    });
    expect(
      (await store.getWaitingJobs(null, 10)).map((job) => job.jobName),
    ).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('a claim comes by priority, then due time, and at most as many as asked', async () => {
    await given({ jobName: 'c', nextTryTime: ago(3000) });
    await given({ jobName: 'b', nextTryTime: ago(4000) });
    await given({
      jobName: 'a',
      priority: BackgroundJobPriority.High,
      nextTryTime: ago(1000),
    });
    expect((await claim(2)).map((job) => job.jobName)).toEqual(['a', 'b']);
    expect((await claim(2)).map((job) => job.jobName)).toEqual(['c']);
  });

  it('a claim counts the try and leases the job', async () => {
    await given();
    const job = await claimOne();
    expect(job).toMatchObject({ tryCount: 1, stalledTryTime: null });
    expect(job.concurrencyStamp).toMatch(/^run:[0-9a-f]{32}$/);
    expect(Number(job.nextTryTime) - Number(job.lastTryTime)).toBe(HOUR);
    expect(await waitingNames()).toEqual([]);
    expect(await claim()).toEqual([]);
  });

  it('a claim that is not renewed lapses: the next one takes the job and knows when the last try began', async () => {
    await given();
    const first = await claimOne(20);
    await sleep(40);
    expect(await claimOne()).toMatchObject({
      id: first.id,
      tryCount: 2,
      stalledTryTime: first.lastTryTime,
    });
  });

  it('a renewed claim does not lapse', async () => {
    await given();
    const job = await claimOne(20);
    expect(await store.renew([job], HOUR)).toEqual([]);
    await sleep(40);
    expect(await claim()).toEqual([]);
  });

  it('25. what another has claimed cannot be renewed, settled or released', async () => {
    await given();
    const lapsed = await claimOne(20);
    await sleep(40);
    const holder = await claimOne();

    expect(await store.renew([lapsed], 1)).toEqual([claimOf(lapsed)]);
    expect(
      await store.settle([{ ...claimOf(lapsed), kind: 'delete' }]),
    ).toEqual([claimOf(lapsed)]);
    expect(
      await store.settle([
        { ...claimOf(lapsed), kind: 'abandon', extraProperties: {} },
      ]),
    ).toEqual([claimOf(lapsed)]);
    expect(await store.release([lapsed])).toEqual([claimOf(lapsed)]);
    expect(await store.find(holder.id)).toMatchObject({
      tryCount: 2,
      nextTryTime: holder.nextTryTime,
      isAbandoned: false,
    });
    expect(
      await store.settle([{ ...claimOf(holder), kind: 'delete' }]),
    ).toEqual([]);
  });

  it('ends of different kinds are settled together', async () => {
    for (const jobName of ['deleted', 'completed', 'retried', 'abandoned']) {
      await given({ jobName });
    }
    const jobs = new Map(
      (await claim()).map((job) => [job.jobName, claimOf(job)]),
    );
    const of = (name: string): BackgroundJobClaim =>
      jobs.get(name) ?? { id: '', concurrencyStamp: '' };
    const nextTryTime = ago(-HOUR);

    const lost = await store.settle([
      { ...of('deleted'), kind: 'delete' },
      { ...of('completed'), kind: 'complete' },
      {
        ...of('retried'),
        kind: 'retry',
        nextTryTime,
        extraProperties: { lastError: { message: 'late' } },
      },
      {
        ...of('abandoned'),
        kind: 'abandon',
        extraProperties: { lastError: { message: 'bad' } },
      },
    ]);

    expect(lost).toEqual([]);
    expect(await store.find(of('deleted').id)).toBeNull();
    expect(
      (await store.find(of('completed').id))?.completionTime,
    ).toBeInstanceOf(Date);
    expect(await store.find(of('retried').id)).toMatchObject({
      nextTryTime,
      extraProperties: { lastError: { message: 'late' } },
    });
    expect(await store.find(of('abandoned').id)).toMatchObject({
      isAbandoned: true,
      extraProperties: { lastError: { message: 'bad' } },
    });
  });

  it('a released job is due at once and its try is not counted', async () => {
    await given();
    const job = await claimOne();
    expect(await store.release([job])).toEqual([]);
    expect(await claimOne()).toMatchObject({
      id: job.id,
      tryCount: 1,
      stalledTryTime: null,
    });
  });

  it('claims of two at once never share a job', async () => {
    for (let index = 0; index < 20; index += 1) {
      await given();
    }
    const claimed = (await Promise.all([claim(15), claim(15)])).flat();
    expect(new Set(claimed.map((job) => job.id)).size).toBe(claimed.length);
    expect(claimed).toHaveLength(20);
  });

  it('an update overwrites the fields, keeps unknown extra properties and ends the claim', async () => {
    await given({ extraProperties: { owner: 'crm' } });
    const job = await claimOne();
    await store.update({
      ...job,
      isAbandoned: true,
      extraProperties: { note: 'by hand' },
    });
    expect(await store.find(job.id)).toMatchObject({
      isAbandoned: true,
      extraProperties: { owner: 'crm', note: 'by hand' },
    });
    expect(await store.renew([job], HOUR)).toEqual([claimOf(job)]);
  });

  it('updating or deleting a missing job is no error', async () => {
    const id = await given();
    const job = await store.find(id);
    await store.delete(id);
    await store.delete(id);
    if (job) {
      await store.update(job);
    }
    expect(await store.find(id)).toBeNull();
  });
});

function ago(milliseconds: number): Date {
  return new Date(Date.now() - milliseconds);
}
