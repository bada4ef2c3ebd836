import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BackgroundJobNameFilter } from '../abstractions/background-job-name-filter.js';
import type { IBackgroundJobStore } from '../abstractions/background-job-store.js';
import { InMemoryBackgroundJobStore } from '../memory/in-memory-background-job-store.js';
import {
  createJobHost,
  jobOf,
  type JobHost,
  type JobHostSetup,
} from '../testing/job-host.js';
import { storeWith } from '../testing/store-with.js';
import { EmailArgs, ReportArgs } from '../testing/test-args.js';
import { TestClock } from '../testing/test-clock.js';
import { createGate } from '../testing/until.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

describe('BackgroundJobWorker, with its clock held', () => {
  let clock: TestClock;
  let store: IBackgroundJobStore;
  let hosts: JobHost[];

  beforeEach(() => {
    clock = new TestClock();
    store = new InMemoryBackgroundJobStore(clock);
    hosts = [];
  });
  afterEach(async () => {
    const stopped = Promise.all(hosts.map((host) => host.stopAll()));
    await clock.advance(MINUTE);
    await stopped;
  });

  function hostOf(setup: Partial<JobHostSetup>): JobHost {
    const host = createJobHost({
      store,
      clock,
      ...setup,
      options: { jobPollPeriod: MINUTE, ...setup.options },
    });
    hosts.push(host);
    return host;
  }

  it("tries at ABP's minutes and gives up with the twelfth failure", async () => {
    const start = clock.now().getTime();
    const minutes: number[] = [];
    const job = jobOf(EmailArgs, () => {
      minutes.push((clock.now().getTime() - start) / MINUTE);
      throw new Error('no mail server');
    });
    const host = hostOf({
      jobs: [job],
      options: { jobPollPeriod: 60 * MINUTE },
    });
    await host.createWorker().start();
    const id = await host.manager.enqueue(new EmailArgs('me'));
    await clock.advance(3 * 24 * 60 * MINUTE);
    expect(minutes.map(Math.floor)).toEqual([
      0, 1, 3, 7, 15, 31, 63, 127, 255, 511, 1023, 2047,
    ]);
    expect(await store.find(id)).toMatchObject({
      isAbandoned: true,
      tryCount: 12,
    });
  });

  it('an enqueue in this process starts the job without waiting for the poll; a delayed job starts when it is due', async () => {
    const seconds: number[] = [];
    const start = clock.now().getTime();
    const job = jobOf(
      EmailArgs,
      () => void seconds.push((clock.now().getTime() - start) / SECOND),
    );
    const host = hostOf({
      jobs: [job],
      options: { jobPollPeriod: 5 * SECOND },
    });
    await host.createWorker().start();
    await clock.advance(SECOND);
    await host.manager.enqueue(new EmailArgs('now'));
    await host.manager.enqueue(new EmailArgs('later'), { delay: 9 * SECOND });
    await clock.advance(20 * SECOND);
    expect(seconds).toEqual([1, 10]);
  });

  it("an enqueuer's tenant does not reach the jobs it wakes", async () => {
    const tenants: (string | null)[] = [];
    const host = hostOf({
      jobs: [jobOf(EmailArgs, () => void tenants.push(host.currentTenant.id))],
    });
    await host.createWorker().start();
    await clock.advance(SECOND);
    await host.currentTenant.change('acme', () =>
      host.manager.enqueue(new EmailArgs('me')),
    );
    await clock.advance(SECOND);
    expect(tenants).toEqual([null]);
  });

  it('is not woken by jobs that its filter leaves to others, nor by delayed ones', async () => {
    let claims = 0;
    const counting = storeWith(store, {
      claim: (request) => {
        claims += 1;
        return store.claim(request);
      },
    });
    const host = hostOf({
      store: counting,
      jobs: [
        jobOf(EmailArgs, () => undefined),
        jobOf(ReportArgs, () => undefined),
      ],
    });
    const emailsOnly = BackgroundJobNameFilter.include(['emails']);
    await host.createWorker().start('emails only', emailsOnly);
    await clock.advance(SECOND);
    await host.manager.enqueue(new ReportArgs('sales'));
    await clock.advance(SECOND);
    expect(claims).toBe(1);
    await host.manager.enqueue(new EmailArgs('later'), { delay: MINUTE });
    await clock.advance(SECOND);
    expect(claims).toBe(1);
    await host.manager.enqueue(new EmailArgs('me'));
    await clock.advance(SECOND);
    expect(claims).toBe(2);
  });

  it('records the ends of the others where one cannot be recorded', async () => {
    const ids: string[] = [];
    const picky = storeWith(store, {
      settle: (settlements) =>
        settlements.some(({ id }) => id === ids[1])
          ? Promise.reject(new Error('this one not'))
          : store.settle(settlements),
    });
    const host = hostOf({
      store: picky,
      jobs: [jobOf(EmailArgs, () => undefined)],
    });
    for (const to of ['1', '2', '3']) {
      ids.push(await host.manager.enqueue(new EmailArgs(to)));
    }
    await host.createWorker().start();
    await clock.advance(MINUTE);
    const rows = await Promise.all(ids.map((id) => store.find(id)));
    expect(rows.map((row) => row !== null)).toEqual([false, true, false]);
  });

  it('claims no more than its free slots, and does not ask again while nothing has changed', async () => {
    const asked: number[] = [];
    const counting = storeWith(store, {
      claim: (request) => {
        asked.push(request.maxResultCount);
        return store.claim(request);
      },
    });
    const gate = createGate();
    const host = hostOf({
      store: counting,
      jobs: [jobOf(EmailArgs, () => gate.opened)],
      options: { maxParallelJobExecutionCount: 3 },
    });
    await host.manager.enqueue(new EmailArgs('1'));
    await host.manager.enqueue(new EmailArgs('2'));
    await host.createWorker().start();
    await clock.advance(SECOND);
    expect(asked).toEqual([3]);
    gate.open();
    await clock.advance(SECOND);
    expect(asked).toEqual([3]);
  });

  it('a slot falls free when its job ends, not only when that is recorded', async () => {
    const gate = createGate();
    const started: string[] = [];
    const slow = storeWith(store, {
      settle: async (settlements) => {
        await gate.opened;
        return store.settle(settlements);
      },
    });
    const jobs = [jobOf(EmailArgs, ({ to }) => void started.push(to))];
    const host = hostOf({
      store: slow,
      jobs,
      options: { maxParallelJobExecutionCount: 1 },
    });
    await host.manager.enqueue(new EmailArgs('1'));
    await host.manager.enqueue(new EmailArgs('2'));
    await host.createWorker().start();
    await clock.advance(SECOND);
    expect(started).toEqual(['1', '2']);
    gate.open();
  });

  it('a success that cannot be recorded is recorded later; the job neither runs again nor is it abandoned', async () => {
    let failures = 3;
    let runs = 0;
    const failing = storeWith(store, {
      settle: (settlements) => {
        failures -= 1;
        return failures >= 0
          ? Promise.reject(new Error('connection lost'))
          : store.settle(settlements);
      },
    });
    const host = hostOf({
      store: failing,
      jobs: [
        jobOf(EmailArgs, () => {
          runs += 1;
        }),
      ],
    });
    await host.createWorker().start();
    const id = await host.manager.enqueue(new EmailArgs('me'));
    await clock.advance(10 * MINUTE);
    expect(runs).toBe(1);
    expect(await store.find(id)).toBeNull();
    expect(
      host.log.filter((line) => line.includes('connection lost')),
    ).toHaveLength(1);
    expect(host.log[host.log.length - 1]).toContain(
      'reaches the store of background jobs again',
    );
  });

  it('a success whose recording was answered by a broken connection is no lost job', async () => {
    let isBroken = true;
    const failing = storeWith(store, {
      settle: async (settlements) => {
        const lost = await store.settle(settlements);
        if (isBroken) {
          isBroken = false;
          throw new Error('connection lost');
        }
        return lost;
      },
    });
    const kinds: string[] = [];
    const host = hostOf({
      store: failing,
      jobs: [jobOf(EmailArgs, () => undefined)],
    });
    host.events.subscribe(({ kind }) => void kinds.push(kind));
    await host.createWorker().start();
    await host.manager.enqueue(new EmailArgs('me'));
    await clock.advance(MINUTE);
    expect(kinds).toEqual(['enqueued', 'started', 'succeeded']);
  });

  it('takes no new jobs while it cannot record how the last ones ended', async () => {
    let isDown = true;
    const started: string[] = [];
    const failing = storeWith(store, {
      settle: (settlements) =>
        isDown ? Promise.reject(new Error('down')) : store.settle(settlements),
    });
    const host = hostOf({
      store: failing,
      jobs: [jobOf(EmailArgs, ({ to }) => void started.push(to))],
    });
    await host.createWorker().start();
    await host.manager.enqueue(new EmailArgs('1'));
    await clock.advance(MINUTE);
    await host.manager.enqueue(new EmailArgs('2'));
    await clock.advance(MINUTE);
    expect(started).toEqual(['1']);
    isDown = false;
    await clock.advance(MINUTE);
    expect(started).toEqual(['1', '2']);
  });

  it('looks for no jobs while it cannot renew its leases, for it would find its own', async () => {
    let isDown = true;
    const failing = storeWith(store, {
      renew: (claims, lease) =>
        isDown ? Promise.reject(new Error('down')) : store.renew(claims, lease),
    });
    const gate = createGate();
    const started: string[] = [];
    const job = jobOf(EmailArgs, ({ to }) => {
      started.push(to);
      return gate.opened;
    });
    const host = hostOf({
      store: failing,
      jobs: [job],
      options: { leaseDuration: 30 * SECOND, jobPollPeriod: SECOND },
    });
    await host.createWorker().start();
    await host.manager.enqueue(new EmailArgs('1'));
    await clock.advance(2 * MINUTE);
    await host.manager.enqueue(new EmailArgs('2'));
    await clock.advance(MINUTE);
    expect(started).toEqual(['1']);
    isDown = false;
    await clock.advance(MINUTE);
    expect(started).toEqual(['1', '2']);
    gate.open();
  });

  it('looks for jobs again when those whose leases it could not renew have ended', async () => {
    const failing = storeWith(store, {
      renew: () => Promise.reject(new Error('down')),
    });
    const gate = createGate();
    const started: string[] = [];
    const job = jobOf(EmailArgs, ({ to }) => {
      started.push(to);
      return to === '1' ? gate.opened : undefined;
    });
    const host = hostOf({ store: failing, jobs: [job] });
    await host.createWorker().start();
    await host.manager.enqueue(new EmailArgs('1'));
    await clock.advance(30 * SECOND);
    gate.open();
    await clock.advance(SECOND);
    await host.manager.enqueue(new EmailArgs('2'));
    await clock.advance(MINUTE);
    expect(started).toEqual(['1', '2']);
  });

  it('outlives a store that does not answer: it waits longer and longer, and says so once', async () => {
    const attempts: number[] = [];
    let isDown = true;
    const failing = storeWith(store, {
      claim: (request) => {
        attempts.push(clock.now().getTime());
        return isDown
          ? Promise.reject(new Error('connection refused'))
          : store.claim(request);
      },
    });
    const runs: string[] = [];
    const host = hostOf({
      store: failing,
      jobs: [jobOf(EmailArgs, ({ to }) => void runs.push(to))],
    });
    await host.createWorker().start();
    await clock.advance(5 * MINUTE);
    const waits = attempts
      .slice(1)
      .map((time, index) => time - (attempts[index] ?? 0));
    expect(waits.slice(0, 5)).toEqual([50, 100, 200, 400, 800]);
    expect(Math.max(...waits)).toBe(15 * SECOND);

    isDown = false;
    await host.manager.enqueue(new EmailArgs('me'));
    await clock.advance(MINUTE);
    expect(runs).toEqual(['me']);
    expect(host.log.slice(1)).toEqual([
      expect.stringContaining(
        'cannot claim background jobs and keeps trying: connection refused',
      ),
      expect.stringContaining('again'),
    ]);
  });

  it('renews what is in flight every third of the lease, also after a renewal failed', async () => {
    let isDown = false;
    const failing = storeWith(store, {
      renew: (claims, lease) =>
        isDown ? Promise.reject(new Error('down')) : store.renew(claims, lease),
    });
    const gate = createGate();
    let runs = 0;
    const job = jobOf(EmailArgs, () => {
      runs += 1;
      return gate.opened;
    });
    const host = hostOf({
      store: failing,
      jobs: [job],
      options: { leaseDuration: 30 * SECOND, jobPollPeriod: SECOND },
    });
    await host.createWorker().start();
    const id = await host.manager.enqueue(new EmailArgs('me'));
    await clock.advance(5 * MINUTE);
    isDown = true;
    await clock.advance(15 * SECOND);
    isDown = false;
    await clock.advance(5 * MINUTE);
    expect(runs).toBe(1);
    gate.open();
    await clock.advance(SECOND);
    expect(await store.find(id)).toBeNull();
  });

  it.each([
    [null, 'that have no application name'],
    ['shop', "of the application 'shop'"],
  ])(
    'says at its start whose jobs it takes: %j',
    async (applicationName, owner) => {
      const host = hostOf({ options: { applicationName } });
      await host.createWorker().start();
      expect(host.log).toEqual([
        `AbpBackgroundJobWorker takes background jobs ${owner}, up to 10 at a time.`,
      ]);
    },
  );

  it.each([
    ['firstDueTime', [3, 4]],
    ['creationTime', [3]],
  ] as const)(
    'counts the timeout of a delayed job from its %s',
    async (timeoutFrom, days) => {
      const DAY = 24 * 60 * MINUTE;
      const start = clock.now().getTime();
      const tries: number[] = [];
      const job = jobOf(EmailArgs, () => {
        tries.push((clock.now().getTime() - start) / DAY);
        throw new Error('no mail server');
      });
      const options = {
        timeoutFrom,
        jobPollPeriod: 60 * MINUTE,
        defaultFirstWaitDuration: DAY,
        defaultWaitFactor: 100,
      };
      const host = hostOf({ jobs: [job], options });
      await host.manager.enqueue(new EmailArgs('me'), { delay: 3 * DAY });
      await host.createWorker().start();
      await clock.advance(7 * DAY);
      expect(tries.map(Math.round)).toEqual(days);
    },
  );

  it('runs a job again whose process died, however long nobody was there to take it', async () => {
    const id = await hostOf({}).manager.enqueue(new EmailArgs('me'));
    await store.claim({
      applicationName: null,
      nameFilter: BackgroundJobNameFilter.none,
      maxResultCount: 1,
      maxCountByName: new Map(),
      order: 'dueTime',
      leaseDuration: MINUTE,
    });
    await clock.advance(30 * 24 * 60 * MINUTE);
    const host = hostOf({ jobs: [jobOf(EmailArgs, () => undefined)] });
    await host.createWorker().start();
    await clock.advance(SECOND);
    expect(await store.find(id)).toBeNull();
  });

  it('bears a job that is tried over and over without a wait, and throws what is no error', async () => {
    const thrown: unknown = { code: 42 };
    const job = jobOf(
      EmailArgs,
      () => {
        throw thrown;
      },
      { retry: { firstWaitDuration: 0, maxTryCount: 1_100 } },
    );
    const host = hostOf({ jobs: [job] });
    const id = await host.manager.enqueue(new EmailArgs('me'));
    await host.createWorker().start();
    for (let poll = 0; poll < 1_100; poll += 1) {
      await clock.advance(MINUTE);
    }
    expect(await store.find(id)).toMatchObject({
      isAbandoned: true,
      tryCount: 1_100,
      extraProperties: { lastError: { message: '{ code: 42 }' } },
    });
  });

  it('gives back, its try uncounted, what a claim brings so late that its lease may have ended', async () => {
    const gate = createGate();
    const slow = storeWith(store, {
      claim: async (request) => {
        const claimed = await store.claim(request);
        await gate.opened;
        return claimed;
      },
    });
    const tries: string[] = [];
    const job = jobOf(EmailArgs, (_, { tryCount, wasStalled }) => {
      tries.push(`${tryCount}${wasStalled ? ', stalled' : ''}`);
    });
    const host = hostOf({
      store: slow,
      jobs: [job],
      options: { leaseDuration: 30 * SECOND, jobPollPeriod: SECOND },
    });
    await host.manager.enqueue(new EmailArgs('me'));
    void host.createWorker().start();
    await clock.advance(31 * SECOND);
    expect(tries).toEqual([]);
    gate.open();
    await clock.advance(SECOND);
    expect(tries).toEqual(['1']);
  });

  it('stop: nothing new begins, what runs may end', async () => {
    const gate = createGate();
    const started: string[] = [];
    const job = jobOf(EmailArgs, ({ to }) => {
      started.push(to);
      return gate.opened;
    });
    const host = hostOf({
      jobs: [job],
      options: { maxParallelJobExecutionCount: 1 },
    });
    const worker = host.createWorker();
    await worker.start();
    const ids: string[] = [];
    for (const to of ['1', '2', '3']) {
      ids.push(await host.manager.enqueue(new EmailArgs(to)));
    }
    await clock.advance(SECOND);
    const stopped = worker.stop();
    await clock.advance(SECOND);
    gate.open();
    await stopped;
    expect(started).toEqual(['1']);
    const rows = await Promise.all(ids.map((id) => store.find(id)));
    expect(rows.map((row) => row?.tryCount)).toEqual([undefined, 0, 0]);
  });

  it('stop: what a claim under way still brings is given back, its try uncounted', async () => {
    const gate = createGate();
    const slow = storeWith(store, {
      claim: async (request) => {
        await gate.opened;
        return store.claim(request);
      },
    });
    let runs = 0;
    const host = hostOf({
      store: slow,
      jobs: [
        jobOf(EmailArgs, () => {
          runs += 1;
        }),
      ],
    });
    const id = await host.manager.enqueue(new EmailArgs('me'));
    const worker = host.createWorker();
    await worker.start();
    const stopped = worker.stop();
    gate.open();
    await stopped;
    expect(runs).toBe(0);
    expect(await store.getWaitingJobs(null, 1)).toMatchObject([
      { id, tryCount: 0 },
    ]);
  });

  it('stop: a job that takes too long is told to, and is due again at once', async () => {
    const job = jobOf(
      EmailArgs,
      (_args, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () =>
            reject(signal.reason as Error),
          );
        }),
      { retry: { maxTryCount: 1 } },
    );
    const host = hostOf({
      jobs: [job],
      options: { shutdownTimeout: 10 * SECOND },
    });
    const worker = host.createWorker();
    await worker.start();
    const id = await host.manager.enqueue(new EmailArgs('me'));
    await clock.advance(SECOND);
    const stopped = worker.stop();
    await clock.advance(9 * SECOND);
    expect(await store.getWaitingJobs(null, 1)).toEqual([]);
    await clock.advance(SECOND);
    await stopped;
    expect(await store.getWaitingJobs(null, 1)).toMatchObject([
      { id, isAbandoned: false },
    ]);
  });

  it('stop: does not wait for ever for a claim that the store does not answer', async () => {
    const hanging = storeWith(store, {
      claim: () => new Promise(() => undefined),
    });
    const host = hostOf({
      store: hanging,
      jobs: [jobOf(EmailArgs, () => undefined)],
    });
    const worker = host.createWorker();
    await worker.start();
    let hasStopped = false;
    const stopped = worker.stop().then(() => (hasStopped = true));
    await clock.advance(30 * SECOND);
    expect(hasStopped).toBe(false);
    await clock.advance(5 * SECOND);
    await stopped;
    expect(host.log[host.log.length - 1]).toContain('stops before all is done');
  });

  it('stop: leaves nothing behind that would keep the process alive', async () => {
    const gate = createGate();
    const failing = storeWith(store, {
      claim: () => gate.opened.then(() => Promise.reject(new Error('down'))),
    });
    const host = hostOf({
      store: failing,
      jobs: [jobOf(EmailArgs, () => undefined)],
    });
    const worker = host.createWorker();
    await worker.start();
    const stopped = worker.stop();
    gate.open();
    await stopped;
    expect(clock.pending).toBe(0);
  });

  it('stop: leaves a job that does not listen; its lease ends by itself', async () => {
    const host = hostOf({
      jobs: [jobOf(EmailArgs, () => new Promise<void>(() => undefined))],
      options: { shutdownTimeout: 0 },
    });
    const worker = host.createWorker();
    await worker.start();
    const id = await host.manager.enqueue(new EmailArgs('me'));
    await clock.advance(SECOND);
    const stopped = worker.stop();
    await clock.advance(5 * SECOND);
    await stopped;
    expect(host.log[host.log.length - 1]).toContain(
      'stops before all is done (jobs in flight: 1)',
    );
    await clock.advance(2 * MINUTE);
    expect(await store.getWaitingJobs(null, 1)).toMatchObject([{ id }]);
  });

  it('can be started again after a stop, but not twice', async () => {
    const runs: string[] = [];
    const host = hostOf({
      jobs: [jobOf(EmailArgs, ({ to }) => void runs.push(to))],
    });
    const worker = host.createWorker();
    await worker.start();
    await expect(worker.start()).rejects.toThrow('is running already');
    await worker.stop();
    await worker.stop();
    await host.manager.enqueue(new EmailArgs('me'));
    await clock.advance(MINUTE);
    expect(runs).toEqual([]);
    await worker.start();
    await clock.advance(SECOND);
    expect(runs).toEqual(['me']);
  });
});
