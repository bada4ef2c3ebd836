import { expect, it, onTestFinished } from 'vitest';
import { holds, shortWork, sleeps, work } from '../support/processes/work.ts';
import { allDone } from './all-done.ts';
import { LEASE } from './scene.ts';
import { SOON, sceneForTest } from './scene-for-test.ts';
import type { Stage } from './stage.ts';
import { startTcpProxy } from './tcp-proxy.ts';

/** Processes that are told to stop. */
export function stopTests(stage: () => Stage): void {
  it('end what runs, and give back untried what was claimed but not started', async () => {
    const { host, wire, newTable } = stage();
    const table = await newTable();
    const scene = await sceneForTest(host, table);
    const proxy = await startTcpProxy(table.connectionString, wire);
    onTestFinished(proxy.close);
    const worker = await scene.start({ database: proxy.url, options: { jobPollPeriod: 50, leaseDuration: 60_000 } });
    const producer = await scene.start({ options: { isJobExecutionEnabled: false } });
    worker.enqueue(work('running', holds));
    await expect.poll(() => scene.log.jobs('started'), SOON).toEqual(['running']);
    // The claim of the second job is on its way when the worker is told to stop.
    const goOn = await proxy.hold(wire.statements.claim);
    producer.enqueue(work('claimed', holds));
    await expect.poll(() => scene.log.jobs('enqueued'), SOON).toContain('claimed');
    worker.signal('SIGTERM');
    await worker.stopping;
    goOn();
    worker.finish('running');

    expect(await worker.ended).toBe('SIGTERM');
    expect(await scene.log.jobs('ended')).toEqual(['running']);
    expect(await scene.log.jobs('aborted')).toEqual([]);
    const [left, ...others] = await scene.table.rows();
    expect(left).toEqual({ name: 'claimed', tries: 0, tried: null, isAbandoned: false, stamp: expect.stringMatching(/^[0-9a-f]{32}$/) as string });
    expect(others).toEqual([]);
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
