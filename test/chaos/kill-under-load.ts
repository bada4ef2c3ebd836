import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkerProcess } from '../support/processes/start-worker.ts';
import { sleeps, type Work, work } from '../support/processes/work.ts';
import { allDone } from './all-done.ts';
import { randomFrom } from '../support/random.ts';
import type { Scene } from './scene.ts';

export interface KillPlan {
  readonly kills: number;
  /** Worker processes at a time; each that is killed is replaced. */
  readonly processes: number;
  /** Decides who is killed, when, and what the jobs are. */
  readonly seed: number;
  readonly onKill?: (kills: number) => void;
}

/** Kills one process after the other while jobs come in, and waits until the table is empty. */
export async function killUnderLoad(scene: Scene, { kills, processes, seed, onKill }: KillPlan): Promise<void> {
  const random = randomFrom(seed);
  const producer = await scene.start({ options: { isJobExecutionEnabled: false } });
  const crew: Promise<WorkerProcess>[] = Array.from({ length: processes }, () => scene.start());
  await Promise.all(crew);
  let enqueued = 0;
  for (let kill = 1; kill <= kills; kill += 1) {
    const batch = Array.from({ length: 5 + random(15) }, (): Work => work(`job ${(enqueued += 1)}`, sleeps(random(200))));
    producer.enqueue(...batch);
    await sleep(random(150));
    const place = random(processes);
    await crew[place]?.then(scene.kill);
    crew[place] = scene.start();
    onKill?.(kill);
  }
  await Promise.all(crew);
  await allDone(scene, enqueued);
}
