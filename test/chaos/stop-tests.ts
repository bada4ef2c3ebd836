import pg from 'pg';
import { expect, it } from 'vitest';
import { holds, shortWork, sleeps, work } from '../support/processes/work.ts';
import { allDone } from './all-done.ts';
import type { PostgresStage } from './postgres-stage.ts';
import { LEASE } from './scene.ts';
import { SOON, sceneForTest } from './scene-for-test.ts';

/** Processes that are told to stop. */
export function stopTests(stage: () => PostgresStage): void {
  it('end what runs, and give back untried what was claimed but not started', async () => {
    const table = await stage().newTable();
    const scene = await sceneForTest(stage().host, table);
    const worker = await scene.start({ options: { jobPollPeriod: 50, leaseDuration: 60_000 } });
    worker.enqueue(work('running', holds));
    await expect.poll(() => scene.log.jobs('started'), SOON).toEqual(['running']);
    // A claim of the second job waits for this lock when the worker is told to stop; nothing else does, as no lease is to be renewed yet.
    const locker = new pg.Client({ connectionString: table.connectionString });
    await locker.connect();
    try {
      await locker.query('BEGIN');
      await locker.query('LOCK TABLE "AbpBackgroundJobs" IN ACCESS EXCLUSIVE MODE');
      await locker.query(`INSERT INTO "AbpBackgroundJobs" ("Id", "JobName", "JobArgs", "CreationTime", "NextTryTime", "ExtraProperties", "ConcurrencyStamp")
        VALUES (gen_random_uuid(), 'work', '{"name":"claimed","first":{"does":"hold"},"later":{"does":"hold"}}', now(), now(), '{}', 'x')`);
      const claiming = `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
      await expect.poll(async () => (await table.client.query(claiming)).rowCount, SOON).toBe(1);
      worker.signal('SIGTERM');
      await worker.stopping;
      await locker.query('COMMIT');
    } finally {
      await locker.end();
    }
    worker.finish('running');

    expect(await worker.ended).toBe('SIGTERM');
    expect(await scene.log.jobs('ended')).toEqual(['running']);
    expect(await scene.log.jobs('aborted')).toEqual([]);
    const [left, ...others] = await scene.table.rows();
    expect(left).toEqual({ name: 'claimed', tries: 0, isAbandoned: false, stamp: expect.stringMatching(/^[0-9a-f]{32}$/) as string });
    expect(others).toEqual([]);
    const { rows } = await table.client.query('SELECT "LastTryTime" AS tried FROM "AbpBackgroundJobs"');
    expect(rows).toEqual([{ tried: null }]);
  });

  it('one after the other under load: nothing is lost, and no try is counted twice or for nothing', async () => {
    const scene = await sceneForTest(stage().host, await stage().newTable());
    const producer = await scene.start({ options: { isJobExecutionEnabled: false } });
    const crew = await Promise.all([scene.start(), scene.start(), scene.start()]);
    for (const [turn, worker] of crew.entries()) {
      producer.enqueue(...shortWork(100, `job of turn ${turn}`, 20));
      await expect.poll(async () => (await scene.log.jobs('started')).some((job) => job.startsWith(`job of turn ${turn}`)), SOON).toBe(true);
      worker.signal('SIGTERM');
      await scene.start();
      expect(await worker.ended).toBe('SIGTERM');
    }
    await allDone(scene, 300);
    expect((await scene.log.attempts()).map(({ try: count }) => count)).toEqual(Array.from({ length: 300 }, () => 1));
    expect(await scene.log.faults(LEASE)).toEqual([]);
  });

  it('end at once when told a second time, and the lease brings back what they were running', async () => {
    const scene = await sceneForTest(stage().host, await stage().newTable());
    const impatient = await scene.start();
    impatient.enqueue(work('held', holds, sleeps(0)));
    await expect.poll(() => scene.log.jobs('started'), SOON).toEqual(['held']);
    await expect.poll(() => scene.log.jobs('enqueued'), SOON).toEqual(['held']);
    const other = await scene.start();
    impatient.signal('SIGTERM');
    await impatient.stopping;
    const told = performance.now();
    impatient.signal('SIGTERM');
    await impatient.ended;
    expect(performance.now() - told).toBeLessThan(5_000);

    await allDone(scene, 1);
    expect(await scene.log.attempts()).toMatchObject([{ try: 1 }, { try: 2, process: other.process, wasStalled: true }]);
    expect(await scene.log.faults(LEASE)).toEqual([]);
  });
}
