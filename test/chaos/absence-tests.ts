import { expect, it } from 'vitest';
import { blocks, holds, shortWork, sleeps, work } from '../support/processes/work.ts';
import { allDone } from './all-done.ts';
import { LEASE } from './scene.ts';
import { SOON, sceneForTest } from './scene-for-test.ts';
import type { Stage } from './stage.ts';

const LOST = /was lost while it ran|was no longer this worker's/;

/** Processes that live but do nothing for longer than their lease. */
export function absenceTests(stage: () => Stage): void {
  it('a suspended one finds its jobs taken when it is resumed: it says so, aborts them, and its ends change nothing', async () => {
    const scene = await sceneForTest(stage().host, await stage().newTable());
    const away = await scene.start();
    away.enqueue(work('stops when told', holds), work('ends by itself', sleeps(1_000), holds));
    await expect.poll(() => scene.log.jobs('started'), SOON).toHaveLength(2);
    await scene.log.record('away', away.process);
    away.signal('SIGSTOP');
    const other = await scene.start();
    await expect.poll(() => scene.log.jobs('started'), SOON).toHaveLength(4);
    away.signal('SIGCONT');

    await expect.poll(() => scene.log.jobs('ended'), SOON).toEqual(['ends by itself', 'stops when told']);
    expect(await scene.log.jobs('aborted')).toContain('stops when told');
    await expect.poll(() => away.output.filter((line) => LOST.test(line)), SOON).toHaveLength(2);
    // Both are still the other's.
    expect(await scene.table.rows()).toMatchObject([
      { name: 'ends by itself', tries: 2, stamp: expect.stringMatching(/^run:/) as string },
      { name: 'stops when told', tries: 2, stamp: expect.stringMatching(/^run:/) as string },
    ]);
    other.finish('ends by itself');
    other.finish('stops when told');
    await allDone(scene, 2);
    expect(other.output.filter((line) => LOST.test(line))).toEqual([]);
    expect(await scene.log.faults(LEASE)).toEqual([]);
  });

  it('one whose event loop a job blocks, alone: keeps its jobs, as nobody has taken them', async () => {
    const scene = await sceneForTest(stage().host, await stage().newTable());
    const alone = await scene.start();
    alone.enqueue(work('held', holds), work('blocks', blocks(LEASE * 1.5)), ...shortWork(20, 'job', 100));
    await expect.poll(() => scene.log.jobs('ended'), SOON).toHaveLength(21);
    alone.finish('held');
    await allDone(scene, 22);
    expect((await scene.log.attempts()).filter((attempt) => attempt.try > 1)).toEqual([]);
    expect(await scene.log.jobs('aborted')).toEqual([]);
  });

  it('one whose event loop a job blocks, beside another: gives way to it', async () => {
    const scene = await sceneForTest(stage().host, await stage().newTable());
    const blocked = await scene.start();
    blocked.enqueue(work('held', holds, sleeps(LEASE * 1.5)), work('blocks', blocks(LEASE * 1.5), sleeps(LEASE * 1.5)));
    await expect.poll(() => scene.log.jobs('started'), SOON).toHaveLength(2);
    const other = await scene.start();
    await expect.poll(() => scene.log.jobs('started'), SOON).toHaveLength(4);
    await expect.poll(() => scene.log.jobs('aborted'), SOON).toContain('held');

    await allDone(scene, 2);
    const attempts = (await scene.log.attempts()).map(({ job, process, try: count }) => ({ job, process, count }));
    expect(attempts.slice(2).toSorted((a, b) => a.job.localeCompare(b.job))).toEqual([
      { job: 'blocks', process: other.process, count: 2 },
      { job: 'held', process: other.process, count: 2 },
    ]);
    expect(await scene.log.faults(LEASE)).toEqual([]);
  });
}
