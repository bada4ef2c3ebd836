import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import type { PreparedHost } from '../support/hosts/prepare-host.ts';
import { startWorker } from '../support/processes/start-worker.ts';
import { migrate, workerHost } from '../support/processes/worker-host.ts';
import { holds, shortWork, sleeps, work } from '../support/processes/work.ts';
import { allDone } from './all-done.ts';
import { openChaosLog } from './chaos-log.ts';
import { LEASE, type Scene } from './scene.ts';
import { SOON, sceneForTest } from './scene-for-test.ts';
import { sqliteJobsTable } from './sqlite-jobs-table.ts';

/** Processes on one SQLite file; the chaos log is in PostgreSQL all the same. */
export function sqliteTests(): void {
  let host: PreparedHost;
  let files = 0;
  beforeAll(async () => {
    host = await workerHost('sqlite');
  });
  afterAll(() => host?.remove());

  async function sqliteScene(): Promise<Scene> {
    const file = join(host.root, `jobs-${(files += 1)}.sqlite`);
    await migrate(host, file);
    return sceneForTest(host, sqliteJobsTable(file));
  }

  const lines = ({ workers }: Scene, pattern: RegExp): readonly string[] => workers.flatMap(({ output }) => output).filter((line) => pattern.test(line));

  it('do not start without a connection string, and say which ones would do', async () => {
    const log = await openChaosLog();
    onTestFinished(log.close);
    const worker = startWorker(host, { process: 1, database: '', log: log.url, options: {}, jobs: [], clockShift: 0 });
    expect(await worker.ended).toBe(1);
    const output = worker.output.join('\n');
    expect(output).toContain('neither ConnectionStrings__AbpBackgroundJobs nor ConnectionStrings__Default is set');
    expect(output).toContain("for example ConnectionStrings__AbpBackgroundJobs='Data Source=");
  });

  it('four do each job once, and none of them sees a locked file', async () => {
    const scene = await sqliteScene();
    const processes = await Promise.all([scene.start(), scene.start(), scene.start(), scene.start()]);
    processes.forEach((process, index) => process.enqueue(...shortWork(50, `job of ${index}`)));
    await allDone(scene, 200);
    expect(await scene.log.attempts()).toHaveLength(200);
    expect(lines(scene, /WARN|ERROR|SQLITE_BUSY|database is locked/)).toEqual([]);
    expect(await scene.log.faults(LEASE)).toEqual([]);
  });

  it('four, one of them killed under load: nothing is lost, and none of them sees a locked file', async () => {
    const scene = await sqliteScene();
    const [first] = await Promise.all([scene.start(), scene.start(), scene.start(), scene.start()]);
    first.enqueue(work('held', holds, sleeps(0)));
    await expect.poll(() => scene.log.jobs('started'), SOON).toEqual(['held']);
    await expect.poll(() => scene.log.jobs('enqueued'), SOON).toEqual(['held']);
    const [holder] = await scene.log.attempts();
    const victims = scene.workers.filter(({ process }) => process === holder?.process);
    const others = scene.workers.filter((worker) => !victims.includes(worker));
    others.forEach((process, index) => process.enqueue(...shortWork(100, `job of ${index}`, 10)));
    await expect.poll(async () => (await scene.log.jobs('ended')).length, SOON).toBeGreaterThan(50);
    await Promise.all(victims.map(scene.kill));
    await allDone(scene, 301);
    expect((await scene.log.attempts()).filter(({ wasStalled }) => wasStalled)).toContainEqual(expect.objectContaining({ job: 'held', try: 2 }));
    expect(lines(scene, /ERROR|SQLITE_BUSY|database is locked/)).toEqual([]);
    expect(await scene.log.faults(LEASE)).toEqual([]);
  });
}
