import { expect, it } from 'vitest';
import { fails, holds, shortWork, sleeps, work } from '../support/processes/work.ts';
import { allDone } from './all-done.ts';
import { LEASE } from './scene.ts';
import { SOON, sceneForTest } from './scene-for-test.ts';
import type { Stage } from './stage.ts';

const TEN_MINUTES = 600_000;

/** Processes that nothing happens to, but that differ. */
export function lifeTests(stage: () => Stage): void {
  it('do each job once', async () => {
    const scene = await sceneForTest(stage().host, await stage().newTable());
    const processes = await Promise.all([scene.start(), scene.start(), scene.start()]);
    processes.forEach((process, index) => process.enqueue(...shortWork(100, `job of ${index}`)));
    await allDone(scene, 300);
    const attempts = await scene.log.attempts();
    expect(attempts).toHaveLength(300);
    expect(new Set(attempts.map(({ process }) => process)).size).toBe(3);
    expect(await scene.log.faults(LEASE)).toEqual([]);
  });

  it('agree although the clock of one is ten minutes ahead and that of another ten minutes behind', async () => {
    const scene = await sceneForTest(stage().host, await stage().newTable());
    const options = { defaultFirstWaitDuration: 200 };
    const shifts = [0, TEN_MINUTES, -TEN_MINUTES];
    const processes = await Promise.all(shifts.map((clockShift) => scene.start({ clockShift, options })));
    const clocks = await Promise.all(processes.map(({ ready }) => ready));
    shifts.forEach((shift, index) => expect(Math.abs((clocks[index] ?? 0) - shift - Date.now())).toBeLessThan(60_000));

    const before = Date.now();
    for (const [index, process] of processes.entries()) {
      const delayed = { ...work(`delayed ${index}`, sleeps(0)), delay: 1_000 };
      process.enqueue(work(`longer than the lease ${index}`, sleeps(LEASE * 1.5)), delayed, work(`fails once ${index}`, fails, sleeps(0)), ...shortWork(20, `job of ${index}`));
    }
    await allDone(scene, 69);
    const attempts = await scene.log.attempts();
    const starts = attempts.flatMap(({ job, time }) => (job.startsWith('delayed') ? [time.getTime() - before] : []));
    expect(Math.min(...starts)).toBeGreaterThanOrEqual(1_000);
    expect(attempts.flatMap(({ job, try: count }) => (count > 1 ? [`${job}: ${count}`] : [])).toSorted()).toEqual(shifts.map((_, index) => `fails once ${index}: 2`));
    expect(await scene.log.faults(LEASE)).toEqual([]);
  });

  it('of two versions take only jobs they know, while one is deployed over the other', async () => {
    const scene = await sceneForTest(stage().host, await stage().newTable());
    const of = (job: string, prefix: string) => shortWork(20, prefix).map((item) => ({ ...item, job }));
    const older = await scene.start({ jobs: ['work', 'older'] });
    older.enqueue(work('held', holds), ...of('newer', 'for the newer'), ...of('older', 'for the older'), ...of('work', 'for both'));
    await expect.poll(() => scene.log.jobs('ended'), SOON).toHaveLength(40);
    const newer = await scene.start({ jobs: ['work', 'newer'] });
    await expect.poll(() => scene.log.jobs('ended'), SOON).toHaveLength(60);
    older.signal('SIGTERM');
    await older.stopping;
    older.finish('held');
    expect(await older.ended).toBe('SIGTERM');

    newer.enqueue(...of('older', 'left for the older'), ...of('work', 'more for both'));
    await expect.poll(() => scene.log.jobs('ended'), SOON).toHaveLength(81);
    await expect.poll(scene.table.rows, SOON).toHaveLength(20);
    expect((await scene.table.rows()).every(({ name, tries, isAbandoned }) => name.startsWith('left for the older') && tries === 0 && !isAbandoned)).toBe(true);
    const rolledBack = await scene.start({ jobs: ['work', 'older'] });
    await allDone(scene, 101);

    const knowing = { older: [older.process, rolledBack.process], newer: [newer.process] };
    for (const { job, process, try: count } of await scene.log.attempts()) {
      expect(count).toBe(1);
      expect(job.includes('for the older') ? knowing.older : job.includes('for the newer') ? knowing.newer : [process]).toContain(process);
    }
    expect(await scene.log.faults(LEASE)).toEqual([]);
  });
}
