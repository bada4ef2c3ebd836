import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import type {
  BackgroundJobInfo,
  NewBackgroundJob,
} from '../abstractions/background-job-info.js';
import { BackgroundJobNameFilter } from '../abstractions/background-job-name-filter.js';
import { BackgroundJobPriority } from '../abstractions/background-job-priority.js';
import type {
  BackgroundJobClaim,
  ClaimedBackgroundJob,
  ClaimRequest,
  IBackgroundJobStore,
} from '../abstractions/background-job-store.js';
import { testStores, type TestStore } from '../testing/test-stores.js';
import { flatten } from '../domain/flatten.js';

const HOUR = 3_600_000;
/** A lease that is over when it begins. */
const LAPSED = -1;

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

  const claimRequest: ClaimRequest = {
    applicationName: null,
    nameFilter: BackgroundJobNameFilter.none,
    maxResultCount: 10,
    maxCountByName: new Map(),
    order: 'dueTime',
    leaseDuration: HOUR,
  };

  async function claim(
    request: Partial<ClaimRequest> = {},
  ): Promise<readonly ClaimedBackgroundJob[]> {
    const { jobs } = await store.claim({ ...claimRequest, ...request });
    return jobs;
  }

  async function claimOne(leaseDuration = HOUR): Promise<ClaimedBackgroundJob> {
    const [job] = await claim({ maxResultCount: 1, leaseDuration });
    if (!job) {
      throw new Error('No job was claimed.');
    }
    return job;
  }

  async function claimedNames(
    request?: Partial<ClaimRequest>,
  ): Promise<string[]> {
    return (await claim(request)).map(({ jobName }) => jobName);
  }

  async function find(id: string): Promise<BackgroundJobInfo> {
    const job = await store.find(id);
    if (!job) {
      throw new Error('There is no such job.');
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

  it('many jobs are stored at once; those whose id is there are left as they are', async () => {
    const known = await given({ jobName: 'known' });
    const jobs = Array.from({ length: 1_000 }, (_, index) => ({
      id: randomUUID(),
      jobName: `job ${index}`,
      jobArgs: JSON.stringify({ text: `it's "${index}" \u0000 ä` }),
      applicationName: 'App1',
      ...(index === 0 && { delay: HOUR, extraProperties: { delay: HOUR } }),
    }));
    const again = { ...jobs[1], id: known, jobName: 'new', jobArgs: '{}' };
    const told: string[] = [];
    const stored = await store.insertMany([...jobs, again, ...jobs.slice(5)], {
      onCommitted: (ids) => told.push(...ids),
    });
    expect(stored).toEqual(new Set(jobs.map(({ id }) => id)));
    expect(told).toHaveLength(1_000);
    expect((await find(known)).jobName).toBe('known');
    expect(await store.getWaitingJobs('App1', 2_000)).toHaveLength(999);
    const [first] = jobs;
    expect(await find(String(first?.id))).toMatchObject({
      jobName: 'job 0',
      jobArgs: first?.jobArgs,
      applicationName: 'App1',
      extraProperties: { delay: HOUR },
    });
    await expect(
      store.insert({ id: known, jobName: 'new', jobArgs: '{}' }),
    ).rejects.toThrow(`There is a job with the id ${known} already.`);
    expect(await store.insertMany([])).toEqual(new Set());
  });

  it('jobs that are due already can be left out', async () => {
    const at = (milliseconds: number): NewBackgroundJob => ({
      id: randomUUID(),
      jobName: 'emails',
      jobArgs: '{}',
      nextTryTime: ago(milliseconds),
    });
    const [due, ahead] = [at(1), at(-HOUR)];
    const stored = await store.insertMany([due, ahead], {
      onlyBeforeDue: true,
    });
    expect(stored).toEqual(new Set([ahead.id]));
    expect(await store.insertMany([at(1)], { onlyBeforeDue: true })).toEqual(
      new Set(),
    );
  });

  it('tells its own time', async () => {
    const time = await store.getTime();
    expect(Math.abs(time.getTime() - Date.now())).toBeLessThan(2000);
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

  it('a claim takes the highest priority first, then what is due longest, and at most as many as asked', async () => {
    await given({ jobName: 'c', nextTryTime: ago(3000) });
    await given({ jobName: 'b', nextTryTime: ago(4000), tryCount: 3 });
    await given({
      jobName: 'a',
      priority: BackgroundJobPriority.High,
      nextTryTime: ago(1000),
    });
    expect(await claimedNames({ maxResultCount: 2 })).toEqual(['a', 'b']);
    expect(await claimedNames({ maxResultCount: 2 })).toEqual(['c']);
  });

  it("a claim takes fewer tries first where that is asked for, and returns what it takes in ABP's order in any case", async () => {
    await given({ jobName: 'c', nextTryTime: ago(1000), tryCount: 1 });
    await given({ jobName: 'd', nextTryTime: ago(4000), tryCount: 2 });
    await given({ jobName: 'b', nextTryTime: ago(2000) });
    await given({ jobName: 'a', nextTryTime: ago(3000) });
    expect(
      await claimedNames({ maxResultCount: 3, order: 'tryCount' }),
    ).toEqual(['a', 'b', 'c']);
    await given({ jobName: 'e', nextTryTime: ago(3000) });
    expect(await claimedNames()).toEqual(['e', 'd']);
  });

  it('a claim takes no more of a name than its maximum, and says when there may be more', async () => {
    for (const jobName of ['emails', 'emails', 'emails', 'reports']) {
      await given({ jobName });
    }
    await given({ jobName: 'emails', nextTryTime: ago(2 * HOUR) });
    const maxCountByName = new Map([
      ['emails', 2],
      ['others', 0],
    ]);
    const first = await store.claim({ ...claimRequest, maxCountByName });
    expect(first.jobs.map(({ jobName }) => jobName)).toEqual([
      'emails',
      'emails',
      'reports',
    ]);
    expect(first.jobs[0]?.dueTime.getTime()).toBeLessThan(Number(ago(HOUR)));
    expect(first.mayHaveMore).toBe(false);
    const none = await store.claim({
      ...claimRequest,
      maxCountByName: new Map([['emails', 0]]),
      maxResultCount: 2,
    });
    expect(none).toEqual({ jobs: [], mayHaveMore: true, nextDueIn: null });
    expect(await claim()).toHaveLength(2);
  });

  it('a claim tells how long it is until the next job of the application is due, of whatever name', async () => {
    await given({ delay: HOUR, nextTryTime: ago(-HOUR), jobName: 'others' });
    await given({ nextTryTime: ago(-2 * HOUR) });
    await given({ nextTryTime: ago(-1), applicationName: 'other' });
    await given({ nextTryTime: ago(-1), isAbandoned: true });
    const nameFilter = BackgroundJobNameFilter.include(['emails']);
    const { nextDueIn } = await store.claim({ ...claimRequest, nameFilter });
    expect(Math.abs(Number(nextDueIn) - HOUR)).toBeLessThan(2000);
    const elsewhere = { ...claimRequest, applicationName: 'nobody' };
    expect((await store.claim(elsewhere)).nextDueIn).toBeNull();
  });

  it('a claim counts the try, leases the job and tells what it was before', async () => {
    const before = await find(await given({ lastTryTime: ago(2 * HOUR) }));
    const job = await claimOne();
    expect(job).toMatchObject({
      tryCount: 1,
      dueTime: before.nextTryTime,
      previousTryTime: before.lastTryTime,
      wasStalled: false,
    });
    expect(job.concurrencyStamp).toMatch(/^run:[0-9a-f]{32}$/);
    expect(Number(job.nextTryTime) - Number(job.lastTryTime)).toBe(HOUR);
    expect(await waitingNames()).toEqual([]);
    expect(await claim()).toEqual([]);
  });

  it('a claim that is not renewed lapses: the next one takes the job and knows that the try before never ended', async () => {
    await given();
    const first = await claimOne(LAPSED);
    expect(await claimOne()).toMatchObject({
      id: first.id,
      tryCount: 2,
      previousTryTime: first.lastTryTime,
      wasStalled: true,
    });
  });

  it('a renewed claim does not lapse, and keeps what it is given', async () => {
    await given({ extraProperties: { owner: 'crm' } });
    const job = claimOf(await claimOne(LAPSED));
    expect(await store.renew([job], HOUR)).toEqual([]);
    expect(await claim()).toEqual([]);
    expect((await find(job.id)).extraProperties).toEqual({ owner: 'crm' });

    const extraProperties = { owner: 'crm', progress: 0.5 };
    expect(await store.renew([{ ...job, extraProperties }], HOUR)).toEqual([]);
    expect((await find(job.id)).extraProperties).toEqual(extraProperties);
    expect(await store.settle([{ ...job, kind: 'delete' }])).toEqual([]);
  });

  it('25. what another has claimed cannot be renewed, settled or released', async () => {
    await given();
    const lapsed = await claimOne(LAPSED);
    const holder = await claimOne();

    expect(await store.renew([claimOf(lapsed)], 1)).toEqual([claimOf(lapsed)]);
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

  it('a job that one worker has claimed twice is lost to the first claim only', async () => {
    await given();
    const [first, second] = [await claimOne(LAPSED), await claimOne()];
    const claims = [first, second].map(claimOf);
    expect(await store.renew(claims, HOUR)).toEqual([claimOf(first)]);
    expect(
      await store.settle(claims.map((claim) => ({ ...claim, kind: 'delete' }))),
    ).toEqual([claimOf(first)]);
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
      {
        ...of('completed'),
        kind: 'complete',
        extraProperties: { result: 42 },
      },
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
    expect(await store.find(of('completed').id)).toMatchObject({
      completionTime: expect.any(Date) as Date,
      extraProperties: { result: 42 },
    });
    expect(await store.find(of('retried').id)).toMatchObject({
      nextTryTime,
      extraProperties: { lastError: { message: 'late' } },
    });
    expect(await store.find(of('abandoned').id)).toMatchObject({
      isAbandoned: true,
      extraProperties: { lastError: { message: 'bad' } },
    });
  });

  it('a released job has its place in the order again, and its try is not counted', async () => {
    await given({ jobName: 'first', nextTryTime: ago(2 * HOUR), tryCount: 3 });
    await given({ jobName: 'second' });
    const first = await claimOne();
    const before = await find(first.id);
    const extraProperties = { note: 'too many' };
    expect(await store.release([{ ...first, extraProperties }])).toEqual([]);
    expect(await find(first.id)).toMatchObject({
      tryCount: 3,
      nextTryTime: first.dueTime,
      lastTryTime: null,
      extraProperties,
    });
    expect(before.tryCount).toBe(4);
    expect(await claimOne()).toMatchObject({ jobName: 'first', tryCount: 4 });
  });

  it('claims of two at once never share a job', async () => {
    for (let index = 0; index < 20; index += 1) {
      await given();
    }
    const claimed = flatten(
      await Promise.all([
        claim({ maxResultCount: 15 }),
        claim({ maxResultCount: 15 }),
      ]),
    );
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
    expect(await store.renew([claimOf(job)], HOUR)).toEqual([claimOf(job)]);
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
