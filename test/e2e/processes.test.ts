import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import { nest12Esm } from '../support/hosts/nest12-esm.ts';
import { type PreparedHost, prepareHost } from '../support/hosts/prepare-host.ts';
import { createDatabase, startPostgres } from '../support/postgres.ts';
import { startWorker, type Work, type WorkerProcess } from '../support/processes/start-worker.ts';
import { writeWorkerProgram } from '../support/processes/worker-program.ts';
import { addTo } from './add-document.ts';

/** Time enough for what has to happen; none of it is waited for when it does. */
const SOON = { timeout: 20_000, interval: 20 };
const LEASE = 1_500;

/** A host with the module and the program of `startWorker`, built. */
async function hostWith(database: 'postgres' | 'sqlite'): Promise<PreparedHost> {
  const host = await prepareHost(nest12Esm);
  const { next } = await addTo(host, ['--database', database]);
  await host.run('sh', '-c', next.find((step) => step.startsWith('npm install')) ?? 'true');
  await writeWorkerProgram(host.root);
  await host.run('npm', 'run', 'build');
  return host;
}

function migrate(host: PreparedHost, database: string): Promise<string> {
  const command = 'npx typeorm migration:run -d dist/background-jobs/typeorm/data-source.js';
  return host.run('env', `ConnectionStrings__AbpBackgroundJobs=${database}`, 'sh', '-c', command);
}

const workers: WorkerProcess[] = [];

/** Boots processes on the database and waits until they are up. */
async function start(host: PreparedHost, database: string, count: number, options: object = {}): Promise<readonly WorkerProcess[]> {
  const started = Array.from({ length: count }, () => startWorker(host, database, { leaseDuration: LEASE, jobPollPeriod: 100, ...options }));
  workers.push(...started);
  onTestFailed(() => console.log(started.map(({ log }) => log.join('\n')).join('\n\n')));
  await expect.poll(() => started.map(({ events, log }) => events[0]?.event ?? log), SOON).toEqual(started.map(() => 'ready'));
  return started;
}

async function startOne(host: PreparedHost, database: string, options: object = {}): Promise<WorkerProcess> {
  const [worker] = await start(host, database, 1, options);
  if (worker === undefined) {
    throw new Error('No process was started.');
  }
  return worker;
}

afterEach(async () => {
  for (const worker of workers) {
    worker.signal('SIGKILL');
  }
  await Promise.all(workers.splice(0).map(({ ended }) => ended));
});

const jobs = (count: number, ...durations: readonly [first: number | null, later: number | null]): Work[] =>
  Array.from({ length: count }, (_, index) => [`job ${index}`, ...durations] as const);
const all = (processes: readonly WorkerProcess[], event: 'started' | 'ended'): string[] => processes.flatMap(({ names }) => names(event)).toSorted();
const namesOf = (work: readonly Work[]): string[] => work.map(([name]) => name).toSorted();

describe('processes on one PostgreSQL table', () => {
  let host: PreparedHost;
  let database: string;
  let client: pg.Client;

  beforeAll(async () => {
    host = await hostWith('postgres');
    database = await createDatabase('processes');
    await migrate(host, database);
    client = new pg.Client({ connectionString: database });
    await client.connect();
  });
  afterEach(() => client.query('DELETE FROM "AbpBackgroundJobs"'));
  afterAll(async () => {
    await client?.end();
    await host?.remove();
  });

  async function rows(): Promise<{ name: string; tries: number }[]> {
    const result = await client.query<{ name: string; tries: number }>(
      `SELECT "JobArgs"::json ->> 'name' AS name, "TryCount" AS tries FROM "AbpBackgroundJobs" ORDER BY name`,
    );
    return result.rows;
  }

  it('do each job once when none of them dies', async () => {
    const processes = await start(host, database, 3);
    const work = jobs(300, 2, 2);
    processes.forEach((process, index) => process.enqueue(...work.filter((_, position) => position % 3 === index)));
    await expect.poll(() => all(processes, 'ended').length, SOON).toBe(300);
    await expect.poll(rows, SOON).toEqual([]);
    expect(all(processes, 'started')).toEqual(namesOf(work));
    expect(processes.every(({ names }) => names('started').length > 0)).toBe(true);
  });

  it('lose nothing when one is killed in the middle', async () => {
    const processes = await start(host, database, 3, { maxParallelJobExecutionCount: 4 });
    const work = [...jobs(60, 20, 20), ['held', null, 0] as const];
    processes[0]?.enqueue(...work);
    await expect.poll(() => all(processes, 'started'), SOON).toContain('held');
    const killed = processes.find(({ names }) => names('started').includes('held'));
    killed?.signal('SIGKILL');
    const others = processes.filter((process) => process !== killed);

    await expect.poll(() => [...new Set(all(processes, 'ended'))].toSorted(), SOON).toEqual(namesOf(work));
    await expect.poll(rows, SOON).toEqual([]);
    // What was in the middle ran again, knowing so; nothing else did.
    expect(others.flatMap(({ events }) => events)).toContainEqual({ event: 'started', name: 'held', tryCount: 2, wasStalled: true });
    const again = others.flatMap(({ events }) => events.flatMap((event) => (event.event === 'started' && event.wasStalled ? [event.name] : [])));
    expect(killed?.names('started')).toEqual(expect.arrayContaining(again));
    expect(all(processes, 'started')).toEqual([...namesOf(work), ...again].toSorted());
  });

  it('fence off one that was away for longer than its lease', async () => {
    const away = await startOne(host, database);
    away.enqueue(['stops when told', null, null], ['ends by itself', 1_000, null]);
    await expect.poll(() => away.names('started').length, SOON).toBe(2);
    away.signal('SIGSTOP');
    const other = await startOne(host, database);
    await expect.poll(() => other.names('started').length, SOON).toBe(2);
    away.signal('SIGCONT');

    await expect.poll(() => away.names('ended').toSorted(), SOON).toEqual(['ends by itself', 'stops when told']);
    expect(away.names('aborted')).toContain('stops when told');
    expect(away.log.join('\n')).toMatch(/Background job 'work' \(.*\) was lost while it ran/);
    // Its ends changed nothing: both are still the other's.
    await sleep(300);
    expect(await rows()).toEqual([
      { name: 'ends by itself', tries: 2 },
      { name: 'stops when told', tries: 2 },
    ]);
    expect(other.names('aborted')).toEqual([]);
    other.finish('ends by itself');
    other.finish('stops when told');
    await expect.poll(rows, SOON).toEqual([]);
  });

  it('end well on SIGTERM: what runs ends, what was claimed but not started is given back untried', async () => {
    const worker = await startOne(host, database, { jobPollPeriod: 50 });
    worker.enqueue(['running', null, null]);
    await expect.poll(() => worker.names('started'), SOON).toEqual(['running']);
    // A claim of the second job waits for this lock when the worker is told to stop.
    const locker = new pg.Client({ connectionString: database });
    await locker.connect();
    try {
      await locker.query('BEGIN');
      await locker.query('LOCK TABLE "AbpBackgroundJobs" IN ACCESS EXCLUSIVE MODE');
      await locker.query(`INSERT INTO "AbpBackgroundJobs" ("Id", "JobName", "JobArgs", "CreationTime", "NextTryTime", "ExtraProperties", "ConcurrencyStamp")
        VALUES (gen_random_uuid(), 'work', '{"name":"claimed","first":0,"later":0}', now(), now(), '{}', 'x')`);
      const waiting = `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'WITH RECURSIVE%' AND datname = current_database()`;
      await expect.poll(async () => (await client.query(waiting)).rowCount, SOON).toBe(1);
      worker.signal('SIGTERM');
      await sleep(100);
      await locker.query('COMMIT');
    } finally {
      await locker.end();
    }
    worker.finish('running');

    expect(await worker.ended).toBe('SIGTERM');
    expect(worker.names('ended')).toEqual(['running']);
    expect(worker.names('aborted')).toEqual([]);
    expect(await rows()).toEqual([{ name: 'claimed', tries: 0 }]);
    const { rows: left } = await client.query<{ stamp: string }>('SELECT "ConcurrencyStamp" AS stamp, "LastTryTime" AS tried FROM "AbpBackgroundJobs"');
    expect(left).toEqual([{ stamp: expect.stringMatching(/^[0-9a-f]{32}$/) as string, tried: null }]);
  });

  it('wait for a table that is not there yet, and say what makes it', async () => {
    const empty = await createDatabase('not migrated');
    const worker = await startOne(host, empty);
    await expect.poll(() => worker.log.join('\n'), SOON).toMatch(/cannot claim background jobs and keeps trying: The table .* does not exist in the database not_migrated_\w+\. .*migration:run/);
    await migrate(host, empty);
    worker.enqueue(['job', 0, 0]);
    await expect.poll(() => worker.names('ended'), SOON).toEqual(['job']);
    expect(worker.log.filter((line) => line.includes('keeps trying'))).toHaveLength(1);
    expect(worker.log.filter((line) => line.includes('reaches the store of background jobs again'))).toHaveLength(1);
  });

  it('outlive a restart of the database: say so once, lose nothing and run nothing twice', async () => {
    const server = await startPostgres();
    try {
      const away = await createDatabase('restarted', server.url);
      await migrate(host, away);
      const worker = await startOne(host, away, { maxParallelJobExecutionCount: 2 });
      worker.enqueue(['ends meanwhile', null, null], ['ends later', null, null], ...jobs(20, 1, 1));
      await expect.poll(() => worker.names('started'), SOON).toEqual(['ends meanwhile', 'ends later']);
      await expect.poll(() => worker.events, SOON).toContainEqual({ event: 'enqueued' });
      await server.interrupt(async () => {
        worker.finish('ends meanwhile');
        await expect.poll(() => worker.names('ended'), SOON).toEqual(['ends meanwhile']);
        await sleep(LEASE);
      });
      await expect.poll(() => worker.names('ended').length, SOON).toBe(21);
      worker.finish('ends later');
      await expect.poll(() => worker.names('ended').at(-1), SOON).toBe('ends later');
      // Its lease had ended meanwhile, but nobody else was there to take it.
      expect(worker.names('started').toSorted()).toEqual(['ends later', 'ends meanwhile', ...namesOf(jobs(20, 1, 1))]);
      expect(worker.log.filter((line) => line.includes('keeps trying'))).toHaveLength(1);
      expect(worker.log.filter((line) => line.includes('reaches the store of background jobs again'))).toHaveLength(1);
    } finally {
      await server.stop();
    }
  });
});

describe('processes on one SQLite file', () => {
  let host: PreparedHost;
  beforeAll(async () => {
    host = await hostWith('sqlite');
  });
  afterAll(() => host?.remove());

  it('do not start without a connection string, and say which ones would do', async () => {
    const worker = startWorker(host, '', {});
    expect(await worker.ended).toBe(1);
    const output = worker.log.join('\n');
    expect(output).toContain('neither ConnectionStrings__AbpBackgroundJobs nor ConnectionStrings__Default is set');
    expect(output).toContain("for example ConnectionStrings__AbpBackgroundJobs='Data Source=");
  });

  it('do each job once, and none of them sees a locked file', async () => {
    const file = join(host.root, 'jobs.sqlite');
    await migrate(host, file);
    const processes = await start(host, file, 4);
    const work = jobs(200, 2, 2);
    processes.forEach((process, index) => process.enqueue(...work.filter((_, position) => position % 4 === index)));
    await expect.poll(() => all(processes, 'ended').length, SOON).toBe(200);
    const database = new DatabaseSync(file, { readOnly: true });
    await expect.poll(() => database.prepare('SELECT count(*) AS count FROM AbpBackgroundJobs').get(), SOON).toEqual({ count: 0 });
    database.close();
    expect(all(processes, 'started')).toEqual(namesOf(work));
    expect(processes.flatMap(({ log }) => log).filter((line) => /WARN|ERROR|SQLITE_BUSY|database is locked/.test(line))).toEqual([]);
  });
});
