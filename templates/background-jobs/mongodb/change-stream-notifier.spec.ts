import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import type { BackgroundJobSignal } from '../abstractions/background-job-signal.js';
import { BackgroundJobNameFilter } from '../abstractions/background-job-name-filter.js';
import type { BackgroundJobLastError } from '../manager/background-job-extra-properties.js';
import { sleep, until } from '../testing/until.js';
import { ChangeStreamNotifier } from './change-stream-notifier.js';
import { createTestDatabase } from './testing/create-test-database.js';
import type {
  TestConnection,
  TestDatabase,
} from './testing/test-database-kind.js';
import { testDatabase } from './testing/test-database.js';
import { flatten } from '../domain/flatten.js';

const suite = testDatabase.available ? describe : describe.skip;

const newJob = (jobName = 'emails', delay = 0) => ({
  id: randomUUID(),
  jobName,
  jobArgs: '{}',
  delay,
});

const enqueued = (...jobNames: string[]): BackgroundJobSignal => ({
  kind: 'enqueued',
  jobNames,
  delay: 0,
});

suite(`ChangeStreamNotifier, on ${testDatabase.name}`, () => {
  let database: TestDatabase;
  let notifiers: ChangeStreamNotifier[];

  beforeEach(async () => {
    database = await createTestDatabase();
    notifiers = [];
  });
  afterEach(async () => {
    await Promise.all(notifiers.map((notifier) => notifier.stop()));
    await database.destroy();
  });

  /** One process that listens. */
  async function startProcess({
    jobs,
  }: Pick<TestConnection, 'jobs'> = database) {
    const log: string[] = [];
    const received: BackgroundJobSignal[] = [];
    const record = (message: string): void => void log.push(message);
    const notifier = new ChangeStreamNotifier(
      jobs,
      { log: record, warn: record, error: record },
      { maxAwait: 500, firstWait: 20, longestWait: 100 },
    );
    notifiers.push(notifier);
    await notifier.start((signal) => received.push(signal));
    return { notifier, received, log };
  }

  const claim = (maxResultCount = 10) =>
    database.store.claim({
      applicationName: null,
      nameFilter: BackgroundJobNameFilter.none,
      maxResultCount,
      maxCountByName: new Map(),
      order: 'dueTime',
      leaseDuration: 60_000,
    });

  /** What a standalone server cannot do is done there without: nothing is heard, and nothing said. */
  const withChangeStreams = (name: string, test: () => Promise<void>) =>
    it(name, async () => {
      if (database.hasTransactions) {
        await test();
        return;
      }
      const { received, log } = await startProcess();
      await database.store.insert(newJob());
      await sleep(50);
      expect({ received, log }).toEqual({ received: [], log: [] });
    });

  withChangeStreams('tells of jobs that other processes store', async () => {
    const { received } = await startProcess(await database.connect());
    await database.store.insert(newJob());
    await until(() => received.length > 0);
    expect(received).toEqual([enqueued('emails')]);
  });

  withChangeStreams(
    'tells in how long a job is due, by the clock of the server',
    async () => {
      const { received } = await startProcess();
      await database.store.insert(newJob('emails', 60_000));
      await until(() => received.length > 0);
      const [signal] = received;
      const delay = signal?.kind === 'enqueued' ? signal.delay : NaN;
      expect(delay).toBeGreaterThan(58_000);
      expect(delay).toBeLessThan(61_000);
    },
  );

  withChangeStreams(
    'tells at once, and of what comes fast together',
    async () => {
      const { received } = await startProcess();
      const names = Array.from({ length: 10 }, (_, index) => `job ${index}`);
      await database.store.insertMany(
        Array.from({ length: 500 }, (_, index) => newJob(names[index % 10])),
      );
      const heard = () =>
        new Set(
          flatten(
            received.map((signal) =>
              signal.kind === 'enqueued' ? signal.jobNames : [],
            ),
          ),
        );
      await until(() => heard().size === 10);
      expect(received.length).toBeLessThan(250);
    },
  );

  withChangeStreams(
    'tells of jobs made due again, and of those that were cancelled while they ran',
    async () => {
      const job = newJob('emails', 3_600_000);
      await database.store.insert(job);
      const { received } = await startProcess();
      const only = { ids: [job.id] };
      await database.store.change(only, { kind: 'delay', delay: 0 });
      await until(() => received.length === 1);
      await database.store.change(only, { kind: 'abandon', reason: 'no' });
      await until(() => received.length === 2);
      await database.store.change(only, { kind: 'requeue' });
      await until(() => received.length === 3);
      const [claimed] = (await claim()).jobs;
      if (!claimed) {
        throw new Error('The job is due.');
      }
      const { dueTime, previousTryTime } = claimed;
      await database.store.release([{ ...claimed, dueTime, previousTryTime }]);
      await until(() => received.length === 4);
      await claim();
      await database.store.change(only, { kind: 'cancel' });
      await until(() => received.length === 5);
      // The time of a change and the one that it writes are milliseconds apart.
      const told = received.map((signal) =>
        signal.kind === 'enqueued'
          ? { ...signal, delay: Math.floor(signal.delay / 1_000) }
          : signal,
      );
      expect(told).toEqual([
        enqueued('emails'),
        { kind: 'cancelled', jobIds: [job.id] },
        enqueued('emails'),
        enqueued('emails'),
        { kind: 'cancelled', jobIds: [job.id] },
      ]);
      expect(await database.store.find(job.id)).toBeNull();
    },
  );

  withChangeStreams(
    'is told nothing of claims, renewals and the ends of jobs',
    async () => {
      const jobs = Array.from({ length: 4 }, () => newJob());
      await database.store.insertMany(jobs);
      const { received } = await startProcess();
      const claimed = (await claim()).jobs;
      expect(claimed).toHaveLength(4);
      await database.store.renew(claimed, 60_000);
      const [a, b, c] = claimed.map(({ id, concurrencyStamp }) => ({
        id,
        concurrencyStamp,
      }));
      if (!a || !b || !c) {
        throw new Error('There are four.');
      }
      const lastError: BackgroundJobLastError = {
        message: 'no',
        stack: null,
        time: 'now',
      };
      await database.store.settle([
        { ...a, kind: 'delete' },
        { ...b, kind: 'complete' },
        {
          ...c,
          kind: 'retry',
          nextTryTime: new Date(Date.now() + 60_000),
          extraProperties: { lastError },
        },
      ]);
      await database.store.insert(newJob('the last'));
      await until(() => received.length > 0);
      expect(received).toEqual([enqueued('the last')]);
    },
  );

  withChangeStreams(
    'listens again when the server has ended its stream, and says so once',
    async () => {
      const { received, log } = await startProcess(await breaking(3));
      await until(() => log.length === 2);
      await database.store.insert(newJob());
      await until(() => received.length > 0);
      expect(log).toEqual([
        expect.stringMatching(/^The change stream .* is lost \(it broke\)/),
        'Jobs of other processes are heard of at once again.',
      ]);
    },
  );

  withChangeStreams(
    'stops at once, also while it waits to listen again',
    async () => {
      const { notifier, log } = await startProcess(await breaking(Infinity));
      await until(() => log.length === 1);
      const { notifier: quiet, received } = await startProcess();
      const before = performance.now();
      await Promise.all([notifier.stop(), quiet.stop()]);
      expect(performance.now() - before).toBeLessThan(1_000);
      await database.store.insert(newJob());
      await sleep(100);
      expect(received).toEqual([]);
      expect(log).toHaveLength(1);
    },
  );

  /** A connection whose change streams fail so many times. */
  async function breaking(
    times: number,
  ): Promise<Pick<TestConnection, 'jobs'>> {
    const { jobs } = await database.connect();
    let left = times;
    const collection = Object.create(jobs.collection, {
      watch: {
        value: (...parameters: Parameters<typeof jobs.collection.watch>) => {
          const stream = jobs.collection.watch(...parameters);
          if (left > 0) {
            left -= 1;
            stream.tryNext = () => Promise.reject(new Error('it broke'));
          }
          return stream;
        },
      },
    }) as typeof jobs.collection;
    return { jobs: { ...jobs, collection } };
  }
});
