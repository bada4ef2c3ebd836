import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import type {
  BackgroundJobInfo,
  NewBackgroundJob,
} from '../abstractions/background-job-info.js';
import { BackgroundJobNameFilter } from '../abstractions/background-job-name-filter.js';
import type {
  BackgroundJobChange,
  BackgroundJobFilter,
  BackgroundJobState,
} from '../abstractions/background-job-operations.js';
import { BackgroundJobPriority } from '../abstractions/background-job-priority.js';
import type { IBackgroundJobStore } from '../abstractions/background-job-store.js';
import { testStores, type TestStore } from '../testing/test-stores.js';

const HOUR = 3_600_000;
const ago = (milliseconds: number) => new Date(Date.now() - milliseconds);

const states: readonly BackgroundJobState[] = [
  'abandoned',
  'completed',
  'retrying',
  'running',
  'scheduled',
  'stalled',
  'waiting',
];

describe.each(testStores)('Changes by operators, $name', ({ create }) => {
  let testStore: TestStore;
  let store: IBackgroundJobStore;

  beforeEach(async () => {
    testStore = await create();
    store = testStore.store;
  });
  afterEach(() => testStore.destroy());

  async function given(job: Partial<NewBackgroundJob> = {}): Promise<string> {
    const id = randomUUID();
    await store.insert({ id, jobName: 'emails', jobArgs: '{}', ...job });
    return id;
  }

  async function find(id: string): Promise<BackgroundJobInfo> {
    const job = await store.find(id);
    if (!job) {
      throw new Error('There is no such job.');
    }
    return job;
  }

  /** One job in each state; its name is the state. */
  async function givenEveryState(): Promise<void> {
    await given({ jobName: 'running' });
    await claim(HOUR);
    await given({ jobName: 'stalled' });
    await claim(-1);
    await given({ jobName: 'abandoned', isAbandoned: true, tryCount: 3 });
    await given({ jobName: 'completed', completionTime: ago(1), tryCount: 1 });
    await given({ jobName: 'waiting' });
    await given({ jobName: 'scheduled', delay: HOUR });
    await given({ jobName: 'retrying', delay: HOUR, tryCount: 1 });
  }

  async function claim(leaseDuration: number) {
    const { jobs } = await store.claim({
      applicationName: null,
      nameFilter: BackgroundJobNameFilter.none,
      maxResultCount: 1,
      maxCountByName: new Map(),
      order: 'dueTime',
      leaseDuration,
    });
    return jobs;
  }

  async function countedNames(filter: BackgroundJobFilter): Promise<string[]> {
    const counts = await store.getCounts(filter);
    return counts.map(({ jobName, state, count }) => {
      expect([state, count]).toEqual([jobName, 1]);
      return jobName;
    });
  }

  it('every job is in the state that its row tells', async () => {
    await givenEveryState();
    expect((await countedNames({})).sort()).toEqual(states);
    const listed = await store.getList({}, {});
    expect(listed.map(({ state }) => state)).toEqual(
      listed.map(({ jobName }) => jobName),
    );
    for (const state of states) {
      expect(await countedNames({ states: [state] })).toEqual([state]);
    }
    expect(
      (await countedNames({ states: ['abandoned', 'waiting'] })).sort(),
    ).toEqual(['abandoned', 'waiting']);
  });

  it('jobs are listed by page, newest id first', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 5; index += 1) {
      ids.push(await given());
    }
    const newestFirst = ids.sort().reverse();
    const pageAfter = async (after?: string) => {
      const page = await store.getList(
        {},
        { size: 2, ...(after && { after }) },
      );
      return page.map(({ id }) => id);
    };
    expect(await pageAfter()).toEqual(newestFirst.slice(0, 2));
    expect(await pageAfter(newestFirst[1])).toEqual(newestFirst.slice(2, 4));
    expect(await pageAfter(newestFirst[3])).toEqual(newestFirst.slice(4));
    expect(await pageAfter(newestFirst[4])).toEqual([]);
  });

  it('a filter selects what meets all of it', async () => {
    const creationTime = ago(HOUR);
    const id = await given({
      jobName: 'reports',
      applicationName: 'App1',
      creationTime,
    });
    await given({ applicationName: 'App1', creationTime: ago(2 * HOUR) });
    await given();
    const count = async (filter: BackgroundJobFilter) =>
      (await store.getList(filter, {})).length;
    const createdBefore = new Date(creationTime.getTime() + 1);
    expect(await count({ ids: [id, randomUUID(), 'no id'] })).toBe(1);
    expect(await count({ ids: [] })).toBe(0);
    expect(await count({ jobNames: ['reports', 'others'] })).toBe(1);
    expect(await count({ applicationName: 'App1' })).toBe(2);
    expect(await count({ applicationName: null })).toBe(1);
    expect(await count({ createdFrom: creationTime })).toBe(2);
    expect(await count({ createdBefore: creationTime })).toBe(1);
    expect(await count({ createdFrom: creationTime, createdBefore })).toBe(1);
    expect(await count({ ids: [id], jobNames: ['emails'] })).toBe(0);
  });

  const inLine = ['retrying', 'scheduled', 'waiting'];
  const unfinished = [...inLine, 'running', 'stalled'].sort();
  const finished = ['abandoned', 'completed'];
  const changes: readonly (readonly [
    BackgroundJobChange,
    readonly string[],
  ])[] = [
    [{ kind: 'cancel' }, unfinished],
    [{ kind: 'abandon', reason: 'wrong customer' }, unfinished],
    [{ kind: 'delete' }, finished],
    [{ kind: 'requeue' }, finished],
    [{ kind: 'reschedule', dueTime: ago(0) }, inLine],
    [{ kind: 'delay', delay: 0 }, inLine],
    [{ kind: 'prioritize', priority: BackgroundJobPriority.High }, inLine],
  ];

  it.each(changes)(
    '$kind changes the jobs whose state admits it, and no others',
    async (change, admitted) => {
      await givenEveryState();
      const before = await store.getList({}, {});
      const nameOf = new Map(before.map(({ id, jobName }) => [id, jobName]));
      const changed = await store.change({}, change);
      expect(changed.map((id) => String(nameOf.get(id))).sort()).toEqual(
        admitted,
      );
      const after = new Map(
        (await store.getList({}, {})).map((job) => [job.id, job]),
      );
      for (const job of before) {
        const isUnchanged = !changed.includes(job.id);
        expect(JSON.stringify(after.get(job.id)) === JSON.stringify(job)).toBe(
          isUnchanged,
        );
      }
      const [first = ''] = admitted;
      expect(await store.change({ jobNames: ['nobody'] }, change)).toEqual([]);
      expect(first).not.toBe('');
    },
  );

  it('a change keeps to the states of the filter', async () => {
    await givenEveryState();
    const states = ['waiting', 'abandoned'] as const;
    expect(await store.change({ states }, { kind: 'cancel' })).toHaveLength(1);
    expect(
      await store.change({ states: ['completed'] }, { kind: 'cancel' }),
    ).toEqual([]);
  });

  it.each([
    [{ kind: 'cancel' }],
    [{ kind: 'abandon', reason: 'wrong customer' }],
  ] as const)('$kind takes a running job from its worker', async (change) => {
    const id = await given();
    const [held] = await claim(HOUR);
    expect(await store.change({ ids: [id] }, change)).toEqual([id]);
    expect(
      held &&
        (await store.renew(
          [{ id, concurrencyStamp: held.concurrencyStamp }],
          HOUR,
        )),
    ).toHaveLength(1);
  });

  it('an abandoned job has the reason for its last error, and the rest of what it had', async () => {
    const id = await given({ extraProperties: { owner: 'crm', delay: 5 } });
    const reason = `it's "wrong", ä`;
    await store.change({ ids: [id] }, { kind: 'abandon', reason });
    const { isAbandoned, extraProperties } = await find(id);
    expect(isAbandoned).toBe(true);
    const time = expect.stringMatching(
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
    ) as string;
    expect(extraProperties).toEqual({
      owner: 'crm',
      delay: 5,
      lastError: { message: reason, stack: null, time },
    });
  });

  it('a requeued job has its tries before it, and its timeout counts from now', async () => {
    // A smiley, and the first half of one, as where a text was cut.
    const lastError = { message: 'late \u{1f642} \ud83d' };
    const id = await given({
      isAbandoned: true,
      tryCount: 12,
      creationTime: ago(48 * HOUR),
      nextTryTime: ago(HOUR),
      extraProperties: { owner: 'crm', zero: '\u0000', lastError },
    });
    await store.change({ ids: [id] }, { kind: 'requeue' });
    const job = await find(id);
    expect(job).toMatchObject({
      isAbandoned: false,
      tryCount: 0,
      extraProperties: {
        owner: 'crm',
        lastError: {
          message: expect.stringContaining('late \u{1f642} ') as string,
        },
      },
    });
    expect(job.extraProperties).toMatchObject({
      delay: job.nextTryTime.getTime() - job.creationTime.getTime(),
    });
    expect(await claim(HOUR)).toMatchObject([{ id, tryCount: 1 }]);
  });

  it('the timeout of a job that was never tried counts from its new due time, of another from the first', async () => {
    const fresh = await given({ delay: HOUR });
    const tried = await given({ delay: HOUR, tryCount: 1 });
    const dueTime = new Date(Date.now() + 2 * HOUR);
    await store.change({}, { kind: 'reschedule', dueTime });
    const [freshJob, triedJob] = [await find(fresh), await find(tried)];
    expect([freshJob.nextTryTime, triedJob.nextTryTime]).toEqual([
      dueTime,
      dueTime,
    ]);
    expect(freshJob.extraProperties).toEqual({
      delay: dueTime.getTime() - freshJob.creationTime.getTime(),
    });
    expect(triedJob.extraProperties).toEqual({});

    await store.change({}, { kind: 'reschedule', dueTime: new Date(0) });
    expect((await find(fresh)).extraProperties).toEqual({ delay: 0 });

    await store.change({ ids: [fresh] }, { kind: 'delay', delay: 3 * HOUR });
    const delayed = await find(fresh);
    const wait = delayed.nextTryTime.getTime() - Date.now();
    expect(Math.abs(wait - 3 * HOUR)).toBeLessThan(2000);
    expect(delayed.extraProperties).toEqual({
      delay: delayed.nextTryTime.getTime() - delayed.creationTime.getTime(),
    });
  });
});
