import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  AbandonBackgroundJobError,
  RetryBackgroundJobError,
} from '../abstractions/background-job-errors.js';
import type { BackgroundJobEvent } from '../abstractions/background-job-event.js';
import { BackgroundJobNameFilter } from '../abstractions/background-job-name-filter.js';
import { BackgroundJobPriority } from '../abstractions/background-job-priority.js';
import type {
  BackgroundJobSignal,
  IBackgroundJobNotifier,
} from '../abstractions/background-job-signal.js';
import type {
  ClaimRequest,
  IBackgroundJobStore,
} from '../abstractions/background-job-store.js';
import { describeError } from '../manager/describe-error.js';
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

describe('BackgroundJobWorker: what it claims, and when', () => {
  let clock: TestClock;
  let store: IBackgroundJobStore;
  let requests: ClaimRequest[];
  let hosts: JobHost[];

  beforeEach(() => {
    clock = new TestClock();
    const memory = new InMemoryBackgroundJobStore(clock);
    requests = [];
    store = storeWith(memory, {
      claim: (request) => {
        requests.push(request);
        return memory.claim(request);
      },
    });
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

  const emails = (count: number, prefix = '') =>
    Array.from({ length: count }, (_, index) => ({
      args: new EmailArgs(`${prefix}${index + 1}`),
    }));

  it.each([
    ['at once', 0],
    ['after a while', 200],
  ])(
    'short jobs: claims more and more at a time, up to the most that one claim takes, and all of them run in order, from a store that answers %s',
    async (_, latency) => {
      const started: string[] = [];
      const host = hostOf({
        store: storeWith(store, {
          claim: async (request) => {
            const result = await store.claim(request);
            await new Promise<void>((resolve) => clock.after(latency, resolve));
            return result;
          },
        }),
        jobs: [jobOf(EmailArgs, ({ to }) => void started.push(to))],
        options: { maxJobFetchCount: 200 },
      });
      await host.manager.enqueueMany(emails(1_000));
      await host.createWorker().start();
      await clock.advance(5 * SECOND);
      expect(started).toEqual(emails(1_000).map(({ args }) => args.to));
      const asked = requests.map(({ maxResultCount }) => maxResultCount);
      expect(asked[0]).toBe(10);
      expect(Math.max(...asked)).toBe(100);
      expect(asked.length).toBeLessThan(30);
    },
  );

  it('long jobs: never claims more than there are free slots', async () => {
    const job = jobOf(
      EmailArgs,
      () => new Promise<void>((resolve) => clock.after(10 * SECOND, resolve)),
    );
    const host = hostOf({ jobs: [job] });
    await host.manager.enqueueMany(emails(100));
    await host.createWorker().start();
    await clock.advance(SECOND);
    expect(await store.getWaitingJobs(null, 1_000)).toHaveLength(90);
    await clock.advance(30 * SECOND);
    expect(await store.getWaitingJobs(null, 1_000)).toHaveLength(60);
  });

  it('hands back, untried and to its place, what it has claimed and cannot start', async () => {
    const gate = createGate();
    const started: string[] = [];
    const job = jobOf(EmailArgs, ({ to }) => {
      started.push(to);
      return to.startsWith('long') ? gate.opened : undefined;
    });
    const host = hostOf({ jobs: [job] });
    const worker = host.createWorker();
    await host.manager.enqueueMany([...emails(500), ...emails(300, 'long ')]);
    await worker.start();
    await clock.advance(100);
    const inHand = 300 - 10 - (await store.getWaitingJobs(null, 1_000)).length;
    expect(inHand).toBeGreaterThan(0);
    await clock.advance(2 * SECOND);
    const waiting = await store.getWaitingJobs(null, 1_000);
    expect(waiting).toHaveLength(290);
    expect(waiting.every(({ tryCount }) => tryCount === 0)).toBe(true);
    gate.open();
    await clock.advance(5 * SECOND);
    expect(started.slice(500)).toEqual(
      emails(300, 'long ').map(({ args }) => args.to),
    );
  });

  it('runs higher priorities first, then what is due longest', async () => {
    const started: string[] = [];
    const host = hostOf({
      jobs: [jobOf(EmailArgs, ({ to }) => void started.push(to))],
      options: { maxParallelJobExecutionCount: 1 },
    });
    for (const [to, priority] of [
      ['low', BackgroundJobPriority.Low],
      ['first', BackgroundJobPriority.Normal],
      ['second', BackgroundJobPriority.Normal],
      ['high', BackgroundJobPriority.High],
    ] as const) {
      await host.manager.enqueue(new EmailArgs(to), { priority });
      await clock.advance(1);
    }
    await host.createWorker().start();
    await clock.advance(SECOND);
    expect(started).toEqual(['high', 'first', 'second', 'low']);
  });

  it('leaves slots to others when a job is at its own limit', async () => {
    const gate = createGate();
    const started: string[] = [];
    const limited = jobOf(
      EmailArgs,
      ({ to }) => {
        started.push(to);
        return gate.opened;
      },
      { maxParallelJobExecutionCount: 2 },
    );
    const host = hostOf({
      jobs: [
        limited,
        jobOf(ReportArgs, ({ title }) => void started.push(title)),
      ],
    });
    await host.manager.enqueueMany(emails(30));
    await host.manager.enqueue(new ReportArgs('sales'));
    await host.createWorker().start();
    await clock.advance(SECOND);
    expect(started).toEqual(['1', '2', 'sales']);
    expect(await store.getWaitingJobs(null, 100)).toHaveLength(28);
    gate.open();
    await clock.advance(SECOND);
    expect(started).toHaveLength(31);
  });

  it('starts a delayed job when it is due, whoever has enqueued it', async () => {
    const started: number[] = [];
    const begin = clock.elapsed();
    const host = hostOf({
      jobs: [
        jobOf(EmailArgs, () => void started.push(clock.elapsed() - begin)),
      ],
    });
    const { manager } = hostOf({});
    await manager.enqueue(new EmailArgs('of another process'), {
      delay: 20 * SECOND,
    });
    await host.createWorker().start();
    await host.manager.enqueue(new EmailArgs('of this process'), {
      delay: 7 * SECOND,
    });
    await clock.advance(30 * SECOND);
    expect(started).toEqual([7_000, 20_001]);
    expect(requests.length).toBeLessThan(6);
  });

  it('tries a failed job again when it is due, not with the next poll', async () => {
    const started: number[] = [];
    const begin = clock.elapsed();
    const job = jobOf(
      EmailArgs,
      () => {
        started.push(clock.elapsed() - begin);
        throw new Error('no mail server');
      },
      { retry: { firstWaitDuration: 2 * SECOND, maxTryCount: 3 } },
    );
    const host = hostOf({ jobs: [job] });
    await host.createWorker().start();
    await host.manager.enqueue(new EmailArgs('me'));
    await clock.advance(30 * SECOND);
    expect(started).toEqual([0, 2_001, 6_002]);
  });

  it('is woken by the signal of another process', async () => {
    let receive: (signal: BackgroundJobSignal) => void = () => undefined;
    const sent: BackgroundJobSignal[] = [];
    const notifier: IBackgroundJobNotifier = {
      start: (receiver) => {
        receive = receiver;
        return Promise.resolve();
      },
      notify: (signal) => void sent.push(signal),
      stop: () => Promise.resolve(),
    };
    const started: string[] = [];
    const host = hostOf({
      notifier,
      jobs: [jobOf(EmailArgs, ({ to }) => void started.push(to))],
    });
    await host.signals.listen();
    await host.createWorker().start();
    await clock.advance(SECOND);
    await store.insert({
      id: '01890a5d-ac96-774b-bcce-b302099a8057',
      jobName: 'emails',
      jobArgs: '{"to":"elsewhere"}',
    });
    await clock.advance(SECOND);
    expect(started).toEqual([]);
    const signal = {
      kind: 'enqueued',
      jobNames: ['emails'],
      delay: 0,
    } as const;
    receive(signal);
    await clock.advance(SECOND);
    expect(started).toEqual(['elsewhere']);
    expect(sent).toEqual([]);
    await host.manager.enqueue(new EmailArgs('here'));
    expect(sent).toEqual([signal]);
  });

  it('idle, it asks the store once a poll and nothing else', async () => {
    const calls: string[] = [];
    const counting = new Proxy(store, {
      get: (target, name) => {
        calls.push(String(name));
        return Reflect.get(target, name) as unknown;
      },
    });
    const host = hostOf({
      store: counting,
      jobs: [jobOf(EmailArgs, () => undefined)],
      options: { jobPollPeriod: 5 * SECOND },
    });
    await host.createWorker().start();
    await clock.advance(MINUTE);
    expect(new Set(calls)).toEqual(new Set(['claim']));
    expect(calls).toHaveLength(13);
  });

  it('aborts a job that takes longer than its time limit, and tries it again', async () => {
    const job = jobOf(
      EmailArgs,
      (_args, { signal, tryCount }) =>
        tryCount > 1
          ? undefined
          : new Promise<void>((_resolve, reject) => {
              signal.addEventListener('abort', () =>
                reject(new Error('aborted')),
              );
            }),
      { timeLimit: 3 * SECOND },
    );
    const host = hostOf({ jobs: [job] });
    await host.createWorker().start();
    const id = await host.manager.enqueue(new EmailArgs('me'));
    await clock.advance(4 * SECOND);
    expect(await store.find(id)).toMatchObject({
      tryCount: 1,
      extraProperties: {
        lastError: {
          message: 'The job took longer than its time limit of 3000 ms.',
        },
      },
    });
    await clock.advance(2 * MINUTE);
    expect(await store.find(id)).toBeNull();
  });

  it('gives up waiting for a job that does not heed its signal when its time is over', async () => {
    const job = jobOf(EmailArgs, () => new Promise<void>(() => undefined), {
      timeLimit: SECOND,
    });
    const host = hostOf({
      jobs: [job],
      options: { maxParallelJobExecutionCount: 1 },
    });
    await host.createWorker().start();
    const [id] = [
      await host.manager.enqueue(new EmailArgs('1')),
      await host.manager.enqueue(new EmailArgs('2')),
    ];
    await clock.advance(7 * SECOND);
    expect(JSON.stringify(await store.find(id))).toContain(
      'it may still be running',
    );
    expect(await store.getWaitingJobs(null, 10)).toEqual([]);
  });

  it('keeps progress and result', async () => {
    const gate = createGate();
    const job = jobOf(EmailArgs, async (_args, context) => {
      context.reportProgress({ done: 1 });
      context.reportProgress({ done: 2 });
      await gate.opened;
      return { sent: 2 };
    });
    const host = hostOf({
      jobs: [job],
      options: { storeSuccessfulJobs: true },
    });
    await host.createWorker().start();
    const id = await host.manager.enqueue(new EmailArgs('me'));
    await clock.advance(SECOND);
    expect(await store.find(id)).toMatchObject({
      completionTime: null,
      extraProperties: { progress: { done: 2 } },
    });
    gate.open();
    await clock.advance(SECOND);
    expect(await store.find(id)).toMatchObject({
      completionTime: expect.any(Date) as Date,
      extraProperties: { progress: { done: 2 }, result: { sent: 2 } },
    });
  });

  it('a result or progress that JSON cannot hold is left out, and said', async () => {
    const job = jobOf(EmailArgs, (_args, context) => {
      const circular: unknown[] = [];
      circular.push(circular);
      context.reportProgress(circular);
      return Promise.resolve(circular);
    });
    const host = hostOf({
      jobs: [job],
      options: { storeSuccessfulJobs: true },
    });
    await host.createWorker().start();
    const id = await host.manager.enqueue(new EmailArgs('me'));
    await clock.advance(SECOND);
    expect(await store.find(id)).toMatchObject({
      completionTime: expect.any(Date) as Date,
      extraProperties: {},
    });
    expect(
      host.log.filter((line) => line.includes('JSON cannot hold')),
    ).toHaveLength(2);
  });

  it('tells what happens, once it is recorded', async () => {
    const failures: (Error | null)[] = [
      new Error('once'),
      new RetryBackgroundJobError(5 * SECOND),
      null,
      new AbandonBackgroundJobError('never'),
    ];
    const host = hostOf({
      jobs: [
        jobOf(EmailArgs, () => {
          const error = failures.shift();
          if (error) {
            throw error;
          }
        }),
      ],
    });
    const told: string[] = [];
    host.events.subscribe(() => {
      throw new Error('a listener that fails');
    });
    host.events.subscribe((event: BackgroundJobEvent) => {
      told.push(
        event.kind === 'failed'
          ? `failed: ${describeError(event.error).message}`
          : event.kind,
      );
    });
    await host.createWorker().start();
    await host.manager.enqueue(new EmailArgs('1'));
    await clock.advance(3 * MINUTE);
    expect(told).toEqual([
      'enqueued',
      'started',
      'failed: once',
      'started',
      'failed: The job asked to be tried again after 5000 ms.',
      'started',
      'succeeded',
    ]);
    told.length = 0;
    const id = await host.manager.enqueue(new EmailArgs('2'));
    await clock.advance(SECOND);
    expect(told).toEqual(['enqueued', 'started', 'abandoned']);
    expect(await store.find(id)).toMatchObject({
      isAbandoned: true,
      tryCount: 1,
    });
  });

  it('stops a job that is cancelled, and tells nobody that it succeeded', async () => {
    const kinds: string[] = [];
    const reasons: unknown[] = [];
    const job = jobOf(
      EmailArgs,
      (_args, { signal }) =>
        new Promise<void>((resolve) => {
          signal.addEventListener('abort', () => {
            reasons.push(signal.reason);
            resolve();
          });
        }),
    );
    const host = hostOf({ jobs: [job] });
    host.events.subscribe(({ kind }) => void kinds.push(kind));
    await host.createWorker().start();
    const id = await host.manager.enqueue(new EmailArgs('me'));
    await clock.advance(SECOND);
    await store.delete(id);
    host.signals.send({ kind: 'cancelled', jobIds: [id] });
    await clock.advance(SECOND);
    expect(reasons).toMatchObject([{ reason: 'cancelled' }]);
    expect(kinds).toEqual(['enqueued', 'started', 'lost']);
  });

  it('one suspect at a time: a job that kills its process does not take its neighbours along for ever', async () => {
    const ids = Array.from(
      { length: 4 },
      (_, index) => `01890a5d-ac96-774b-bcce-b302099a805${index}`,
    );
    await store.insertMany(
      ids.map((id) => ({ id, jobName: 'emails', jobArgs: '{"to":"me"}' })),
    );
    const die = async () => {
      await store.claim({
        applicationName: null,
        nameFilter: BackgroundJobNameFilter.none,
        maxResultCount: 10,
        maxCountByName: new Map(),
        order: 'dueTime',
        leaseDuration: SECOND,
      });
      await clock.advance(2 * SECOND);
    };
    await die();
    await die();
    let running = 0;
    let most = 0;
    const tries: number[] = [];
    const job = jobOf(EmailArgs, async (_args, { tryCount }) => {
      tries.push(tryCount);
      running += 1;
      most = Math.max(most, running);
      await new Promise<void>((resolve) => clock.after(SECOND / 2, resolve));
      running -= 1;
    });
    await hostOf({ jobs: [job] })
      .createWorker()
      .start();
    await clock.advance(MINUTE);
    expect(tries).toEqual([3, 3, 3, 3]);
    expect(most).toBe(1);
  });
});
