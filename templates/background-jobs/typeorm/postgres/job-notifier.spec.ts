import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { BackgroundJobSignal } from '../abstractions/background-job-signal.js';
import { BackgroundJobsDbProperties } from '../domain/background-jobs-db-properties.js';
import { sleep, until } from '../testing/until.js';
import type { JobListenerTimes } from './job-listener.js';
import { JobNotifier } from './job-notifier.js';
import { createTestDatabase } from './testing/create-test-database.js';
import { startServerProxy } from './testing/server-proxy.js';
import type { ServerProxy } from './testing/server-proxy.js';
import { TypeOrmBackgroundJobRepository } from './typeorm-background-job.repository.js';
import type {
  TestConnection,
  TestDatabase,
} from './testing/test-database-kind.js';
import { testDatabase } from './testing/test-database.js';
import { flatten } from '../domain/flatten.js';

const suite = testDatabase.available ? describe : describe.skip;
const { dbTablePrefix } = BackgroundJobsDbProperties;

const enqueued = (...jobNames: readonly string[]): BackgroundJobSignal => ({
  kind: 'enqueued',
  jobNames,
  delay: 0,
});

suite('JobNotifier', () => {
  let database: TestDatabase;
  let notifiers: JobNotifier[];
  let proxy: ServerProxy | undefined;

  beforeEach(async () => {
    // Short enough to be read in the name of the channel.
    BackgroundJobsDbProperties.dbTablePrefix = 'Abp';
    database = await createTestDatabase();
    notifiers = [];
  });
  afterEach(async () => {
    await Promise.all(notifiers.map((notifier) => notifier.stop()));
    await database.destroy();
    await proxy?.close();
    proxy = undefined;
    BackgroundJobsDbProperties.dbTablePrefix = dbTablePrefix;
  });

  /** One process that listens. */
  async function startProcess(
    { dataSource }: Pick<TestConnection, 'dataSource'> = database,
    times: Partial<JobListenerTimes> = {},
  ) {
    const log: string[] = [];
    const received: BackgroundJobSignal[] = [];
    const record = (message: string): void => void log.push(message);
    const notifier = new JobNotifier(
      dataSource,
      { log: record, warn: record, error: record },
      {
        check: 50,
        answer: 500,
        proof: 500,
        proofAgain: 300,
        firstWait: 20,
        longestWait: 100,
        ...times,
      },
    );
    notifiers.push(notifier);
    await notifier.start((signal) => received.push(signal));
    return { notifier, received, log };
  }

  /** Another one, which reaches the database through the proxy. */
  async function startProcessBehindProxy() {
    proxy = await startServerProxy(database.connectionString);
    const connection = await database.connect({ url: proxy.url });
    return { ...(await startProcess(connection)), proxy };
  }

  async function listeningConnections(): Promise<number[]> {
    const rows: readonly { readonly pid: number }[] =
      await database.dataSource.query(
        `SELECT pid FROM pg_stat_activity WHERE query LIKE 'LISTEN "' || current_schema() || '.%'`,
      );
    return rows.map(({ pid }) => pid);
  }

  it('brings signals to other processes, and to none its own', async () => {
    const one = await startProcess();
    const other = await startProcess(await database.connect());
    one.notifier.notify(enqueued('emails'));
    await until(() => other.received.length > 0);
    other.notifier.notify({ kind: 'cancelled', jobIds: ['some id'] });
    await until(() => one.received.length > 0);
    expect(other.received).toEqual([enqueued('emails')]);
    expect(one.received).toEqual([{ kind: 'cancelled', jobIds: ['some id'] }]);
  });

  it('needs not listen to send', async () => {
    const listening = await startProcess();
    const sending = new JobNotifier(
      (await database.connect()).dataSource,
      console,
    );
    sending.notify(enqueued('emails'));
    await sending.stop();
    await until(() => listening.received.length > 0);
  });

  it('sends at once, and what comes fast after that together', async () => {
    const { received } = await startProcess(await database.connect());
    const { notifier } = await startProcess();
    for (let index = 0; index < 1_000; index += 1) {
      notifier.notify({
        kind: 'enqueued',
        jobNames: [`job ${index % 10}`],
        delay: index,
      });
    }
    const names = () =>
      flatten(
        received.map((signal) =>
          signal.kind === 'enqueued' ? signal.jobNames : [],
        ),
      );
    await until(() => new Set(names()).size === 10);
    expect(received.length).toBeLessThanOrEqual(2);
    expect(received[0]).toMatchObject({ delay: 0 });
  });

  it('lets the statement that stores a job tell of it, once in a while', async () => {
    const other = await startProcess(await database.connect());
    const { notifier } = await startProcess();
    const repository = new TypeOrmBackgroundJobRepository(
      database.dataSource,
      notifier,
    );
    const told: boolean[] = [];
    const insert = (id: string) =>
      repository.insertMany([{ id, jobName: 'emails', jobArgs: '{}' }], {
        onCommitted: (_, areOthersTold) => void told.push(areOthersTold),
      });
    await Promise.all([insert(randomUUID()), insert(randomUUID())]);
    await until(() => other.received.length > 0);
    expect(told.filter(Boolean)).toHaveLength(1);
    expect(other.received).toEqual([enqueued('emails')]);
  });

  it('sends what is too long for one notification in several', async () => {
    const { received } = await startProcess(await database.connect());
    const { notifier } = await startProcess();
    const jobIds = Array.from({ length: 1_000 }, (_, index) =>
      String(index).padStart(36, '0'),
    );
    notifier.notify({ kind: 'cancelled', jobIds });
    const ids = () =>
      flatten(
        received.map((signal) =>
          signal.kind === 'cancelled' ? signal.jobIds : [],
        ),
      );
    await until(() => ids().length === jobIds.length);
    expect(ids()).toEqual(jobIds);
  });

  it.each(['', 'A_Prefix_Of_Thirty_Six_Characters_X_'])(
    'keeps to the channel of its table, prefix %s',
    async (prefix) => {
      const elsewhere = await startProcess();
      BackgroundJobsDbProperties.dbTablePrefix = prefix;
      const one = await startProcess(await database.connect());
      const other = await startProcess(await database.connect());
      one.notifier.notify(enqueued('emails'));
      await until(() => other.received.length > 0);
      await sleep(20);
      expect(elsewhere.received).toEqual([]);
    },
  );

  it('does not mind what others send to its channel', async () => {
    const { received } = await startProcess(await database.connect());
    const { notifier } = await startProcess(await database.connect());
    const channel = `current_schema() || '.${BackgroundJobsDbProperties.backgroundJobsTableName}'`;
    for (const text of ['', 'no JSON', '{"signal":{"kind":"?"}}', 'null']) {
      await database.dataSource.query(`SELECT pg_notify(${channel}, $1)`, [
        text,
      ]);
    }
    notifier.notify(enqueued('emails'));
    await until(() => received.length > 0);
    expect(received).toEqual([enqueued('emails')]);
  });

  it('connects again when the server has closed its connection, and says so once', async () => {
    const listening = await startProcess(await database.connect());
    const { notifier } = await startProcess();
    for (const pid of await listeningConnections()) {
      await database.dataSource.query('SELECT pg_terminate_backend($1)', [pid]);
    }
    await until(() => listening.log.length === 2);
    notifier.notify(enqueued('emails'));
    await until(() => listening.received.length > 0);
    expect(listening.log).toEqual([
      expect.stringMatching(/^The connection that listens .* is lost \(.+\)/),
      'Jobs of other processes are heard of at once again.',
    ]);
  }, 20_000);

  it('finds out that a connection is dead that nobody has closed', async () => {
    const listening = await startProcessBehindProxy();
    const { notifier } = await startProcess();
    listening.proxy.mode = 'frozen';
    await until(() => listening.log.length === 1);
    // The next connection is accepted, and nobody answers on it.
    await sleep(100);
    listening.proxy.mode = 'passing';
    await until(() => listening.log.length === 2);
    notifier.notify(enqueued('emails'));
    await until(() => listening.received.length > 0);
  }, 20_000);

  it('gives up a connection on which notifications do not arrive, says so once, and tries again later', async () => {
    const listening = await startProcessBehindProxy();
    const { notifier } = await startProcess();
    listening.proxy.mode = 'deaf';
    await database.dataSource.query(
      `SELECT pg_terminate_backend(pid) FROM unnest($1::int[]) AS pid`,
      [await listeningConnections()],
    );
    await until(() => listening.log.length === 2);
    await sleep(1_000);
    expect(listening.log.slice(1)).toEqual([
      expect.stringContaining('do not arrive'),
    ]);
    listening.proxy.mode = 'passing';
    await until(() => listening.log.length === 3);
    notifier.notify(enqueued('emails'));
    await until(() => listening.received.length > 0);
  }, 20_000);

  it('starts, sends and stops without a database', async () => {
    const listening = await startProcessBehindProxy();
    await listening.notifier.stop();
    await listening.proxy.close();
    const started = listening.notifier.start(() => undefined);
    listening.notifier.notify(enqueued('emails'));
    await started;
    await listening.notifier.stop();
    expect(listening.log).toEqual([expect.stringContaining('is lost')]);
  });

  it('stops while it waits to connect again', async () => {
    const { dataSource } = await database.connect();
    const answeringLate = Object.create(dataSource) as DataSource;
    // So that the notification is there before the answer to who sent it.
    answeringLate.query = async <T>(
      sql: string,
      parameters?: unknown[],
    ): Promise<T> => {
      const rows: T = await dataSource.query(sql, parameters);
      await sleep(50);
      return rows;
    };
    const { notifier, log } = await startProcess(
      { dataSource: answeringLate },
      { firstWait: 60_000, longestWait: 60_000 },
    );
    await database.dataSource.query('SELECT pg_terminate_backend($1)', [
      (await listeningConnections())[0],
    ]);
    await until(() => log.length === 1);
    await notifier.stop();
    expect(await listeningConnections()).toEqual([]);
  });

  it('leaves no connection behind', async () => {
    const { notifier } = await startProcess();
    await notifier.stop();
    await until(async () => (await listeningConnections()).length === 0);
  });
});
