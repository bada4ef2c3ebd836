import { expect } from 'vitest';
import { shortWork } from '../support/processes/work.ts';
import { allDone } from './all-done.ts';
import type { Scene } from './scene.ts';
import { SOON } from './scene-for-test.ts';

export interface Cut {
  /** The workers' connection string. */
  readonly database: string;
  /** Ends their connections. */
  readonly cut: () => Promise<unknown>;
}

/** Cuts the connections of two workers ten times while jobs come in, and waits until the table is empty. */
export async function cutUnderLoad(scene: Scene, { database, cut }: Cut): Promise<void> {
  const producer = await scene.start({ options: { isJobExecutionEnabled: false } });
  const workers = [await scene.start({ database }), await scene.start({ database })];
  for (let round = 1; round <= 10; round += 1) {
    const before = (await scene.log.jobs('ended')).length;
    producer.enqueue(...shortWork(20, `job of round ${round}`, 20));
    await expect.poll(async () => (await scene.log.jobs('ended')).length, SOON).toBeGreaterThan(before + 5);
    await scene.log.record('cut', ...workers.map(({ process }) => process));
    await cut();
  }
  await allDone(scene, 200);
}
