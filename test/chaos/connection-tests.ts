import { expect, it, onTestFinished } from 'vitest';
import { fails, holds, shortWork, sleeps, work } from '../support/processes/work.ts';
import { allDone } from './all-done.ts';
import { cutUnderLoad } from './cut-under-load.ts';
import { LEASE, type Scene } from './scene.ts';
import { SOON, sceneForTest } from './scene-for-test.ts';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';
import type { Stage } from './stage.ts';

const LOST = /was lost while it ran|was no longer this worker's/;

/** Processes that live, but whose database or way to it does not. */
export function connectionTests(stage: () => Stage): void {
  /** A scene on a server of its own, which may be interrupted. */
  async function interruptibleScene() {
    const { server, table } = await stage().newServer();
    onTestFinished(server.stop);
    return { server, scene: await sceneForTest(stage().host, table) };
  }

  async function proxyTo(database: string): Promise<TcpProxy> {
    const proxy = await startTcpProxy(database, stage().wire);
    onTestFinished(proxy.close);
    return proxy;
  }

  const lines = (scene: Scene, pattern: RegExp): readonly string[] => scene.workers.flatMap(({ output }) => output).filter((line) => pattern.test(line));

  it('the server restarted, for longer than the lease: one worker says so once, loses nothing and runs nothing twice', async () => {
    const { server, scene } = await interruptibleScene();
    const worker = await scene.start({ database: stage().impatient(scene.table.connectionString), options: { maxParallelJobExecutionCount: 2 } });
    worker.enqueue(work('ends meanwhile', holds), work('ends later', holds), ...shortWork(20));
    await expect.poll(() => scene.log.jobs('enqueued'), SOON).toHaveLength(22);
    await expect.poll(() => scene.log.jobs('started'), SOON).toEqual(['ends later', 'ends meanwhile']);
    await server.interrupt(async () => {
      const [{ time } = { time: new Date(0) }] = await scene.log.attempts();
      worker.finish('ends meanwhile');
      await expect.poll(() => scene.log.jobs('ended'), SOON).toEqual(['ends meanwhile']);
      await expect.poll(() => Date.now() - time.getTime(), SOON).toBeGreaterThan(LEASE * 1.5);
    });
    await expect.poll(() => scene.log.jobs('ended'), SOON).toHaveLength(21);
    worker.finish('ends later');
    await allDone(scene, 22);
    expect(await scene.log.attempts()).toHaveLength(22);
    expect(lines(scene, /keeps trying/)).toHaveLength(1);
    expect(lines(scene, /reaches the store of background jobs again/)).toHaveLength(1);
    expect(await scene.log.faults(LEASE)).toEqual([]);
  });

  it('the server restarted twice under load: nothing is lost, and what was running is not run again', async () => {
    const lease = LEASE * 3;
    const { server, scene } = await interruptibleScene();
    const producer = await scene.start({ options: { isJobExecutionEnabled: false } });
    const workers = [await scene.start({ options: { leaseDuration: lease } }), await scene.start({ options: { leaseDuration: lease } })];
    for (const round of [1, 2]) {
      producer.enqueue(...shortWork(100, `job of round ${round}`, 50));
      await expect.poll(async () => (await scene.log.jobs('ended')).filter((job) => job.startsWith(`job of round ${round}`)).length, SOON).toBeGreaterThan(10);
      await scene.log.record('cut', ...workers.map(({ process }) => process));
      await server.interrupt(() => Promise.resolve());
    }
    producer.enqueue(...shortWork(20, 'job after'));
    await allDone(scene, 220);
    expect(lines(scene, LOST)).toEqual([]);
    expect(await scene.log.faults(lease)).toEqual([]);
  });

  it('connections cut by the network again and again under load: nothing is lost, and what was running is not run again', async () => {
    const table = await stage().newTable();
    const scene = await sceneForTest(stage().host, table);
    const proxy = await proxyTo(table.connectionString);
    await cutUnderLoad(scene, { database: proxy.url, cut: () => Promise.resolve(proxy.cut()) });
    expect(lines(scene, LOST)).toEqual([]);
    expect(await scene.log.faults(LEASE)).toEqual([]);
  });

  it('connections ended in the moment they are made: the process lives on', async () => {
    const table = await stage().newTable();
    const scene = await sceneForTest(stage().host, table);
    const proxy = await proxyTo(table.connectionString);
    const worker = await scene.start({ database: proxy.url });
    const done = proxy.endAtGreeting(5);
    proxy.cut();
    await Promise.race([done, worker.ended]);
    worker.enqueue(...shortWork(20));
    await allDone(scene, 20);
    expect(await scene.log.faults(LEASE)).toEqual([]);
  });

  it('a way that is frozen for longer than the lease: the jobs run elsewhere, and whoever was cut off learns of it', async () => {
    const table = await stage().newTable();
    const scene = await sceneForTest(stage().host, table);
    const proxy = await proxyTo(table.connectionString);
    const away = await scene.start({ database: proxy.url });
    away.enqueue(work('held', holds));
    await expect.poll(() => scene.log.jobs('started'), SOON).toEqual(['held']);
    await scene.log.record('away', away.process);
    proxy.freeze();
    const other = await scene.start();
    await expect.poll(() => scene.log.jobs('started'), SOON).toEqual(['held', 'held']);
    proxy.thaw();
    await expect.poll(() => scene.log.jobs('aborted'), SOON).toEqual(['held']);
    expect(away.output.join('\n')).toMatch(LOST);
    expect(await scene.table.rows()).toMatchObject([{ name: 'held', tries: 2 }]);
    other.finish('held');
    await allDone(scene, 1);

    other.signal('SIGTERM');
    await other.ended;
    away.enqueue(...shortWork(20));
    await allDone(scene, 21);
    expect(await scene.log.faults(LEASE)).toEqual([]);
  });

  it('a slow way: each job runs once', async () => {
    const table = await stage().newTable();
    const scene = await sceneForTest(stage().host, table);
    const proxy = await proxyTo(table.connectionString);
    const [slow, other] = [await scene.start({ database: proxy.url }), await scene.start()];
    proxy.delay(100);
    slow.enqueue(work('longer than the lease', sleeps(LEASE * 1.5)));
    other.enqueue(...shortWork(100, 'job', 20));
    await allDone(scene, 101);
    expect(await scene.log.attempts()).toHaveLength(101);
    expect(lines(scene, LOST)).toEqual([]);
    expect(await scene.log.faults(LEASE)).toEqual([]);
  });

  it.each([
    ['succeeded', sleeps(200), 1],
    ['failed', fails, 2],
  ] as const)('a lost answer to the statement that records that a job %s: it is recorded once, and no lease counts as lost', async (how, first, tries) => {
    const table = await stage().newTable();
    const scene = await sceneForTest(stage().host, table);
    const proxy = await proxyTo(table.connectionString);
    const worker = await scene.start({ database: proxy.url, options: { defaultFirstWaitDuration: 200 } });
    const lost = proxy.loseAnswerTo(stage().wire.statements[how]);
    worker.enqueue(work('job', first, sleeps(0)));
    await lost;
    await allDone(scene, 1);
    worker.enqueue(...shortWork(1, 'afterwards'));
    await allDone(scene, 2);
    expect((await scene.log.attempts()).map(({ job, try: count }) => `${job}: ${count}`)).toEqual([
      ...Array.from({ length: tries }, (_, index) => `job: ${index + 1}`),
      'afterwards 0: 1',
    ]);
    expect(lines(scene, LOST)).toEqual([]);
    expect(await scene.log.faults(LEASE)).toEqual([]);
  });
}
