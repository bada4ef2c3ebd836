import { expect, it, onTestFinished } from 'vitest';
import { dies, holds, shortWork, sleeps, work } from '../support/processes/work.ts';
import { allDone } from './all-done.ts';
import { killUnderLoad } from './kill-under-load.ts';
import { LEASE } from './scene.ts';
import { SOON, sceneForTest } from './scene-for-test.ts';
import type { Stage } from './stage.ts';

/** Processes that end without having been told, by kill -9 from outside or by a job of their own. */
export function killTests(stage: () => Stage): void {
  it('what one was running runs elsewhere, knowing so; nothing else runs again', async () => {
    const scene = await sceneForTest(stage().host, await stage().newTable());
    const [killed, other] = await Promise.all([scene.start(), scene.start()]);
    killed.enqueue(work('held', holds, sleeps(0)));
    await expect.poll(() => scene.log.jobs('started'), SOON).toEqual(['held']);
    await expect.poll(() => scene.log.jobs('enqueued'), SOON).toEqual(['held']);
    const [holder] = await scene.log.attempts();
    const [victim, survivor] = holder?.process === killed.process ? [killed, other] : [other, killed];
    survivor.enqueue(...shortWork(60, 'job', 20));
    await scene.kill(victim);

    await allDone(scene, 61);
    const again = (await scene.log.attempts()).filter((attempt) => attempt.try > 1);
    expect(again).toContainEqual(expect.objectContaining({ job: 'held', try: 2, process: survivor.process, wasStalled: true }));
    expect(await scene.log.faults(LEASE)).toEqual([]);
  });

  it('twenty, one after the other, under load: nothing is lost, runs twice at once, comes back late or is miscounted', async () => {
    const scene = await sceneForTest(stage().host, await stage().newTable());
    await killUnderLoad(scene, { kills: 20, processes: 3, seed: 1 });
    expect(await scene.log.faults(LEASE)).toEqual([]);
    expect((await scene.log.attempts()).filter(({ wasStalled }) => wasStalled).length).toBeGreaterThan(0);
  });

  it('a job that kills its process every time is abandoned after its attempts, and costs the others nothing but time', async () => {
    const scene = await sceneForTest(stage().host, await stage().newTable());
    const options = { defaultMaxTryCount: 3, maxParallelJobExecutionCount: 4 };
    const over = new AbortController();
    onTestFinished(() => over.abort());
    const keepUp = async (): Promise<void> => {
      while (!over.signal.aborted) {
        // It may die before it is ready.
        await scene.start({ options }).then(({ ended }) => ended, () => undefined);
      }
    };
    const producer = await scene.start({ options: { isJobExecutionEnabled: false } });
    producer.enqueue(work('poison', dies), ...shortWork(100, 'job', 30));
    await expect.poll(() => scene.log.jobs('enqueued'), SOON).toHaveLength(101);
    void keepUp();

    await expect.poll(scene.table.rows, { ...SOON, timeout: 40_000 }).toEqual([expect.objectContaining({ name: 'poison', isAbandoned: true })]);
    expect((await scene.log.attempts()).flatMap(({ job, try: count }) => (job === 'poison' ? [count] : []))).toEqual([1, 2, 3]);
    expect(await scene.log.faults(LEASE)).toEqual([{ fault: 'lost', job: 'poison', process: null, try: null, late: null }]);
  });
}
