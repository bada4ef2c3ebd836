import { setTimeout as sleep } from 'node:timers/promises';
import { LEASE, type Scene } from './scene.ts';

/** Milliseconds without any change after which nothing more is hoped for. No promise of the module. */
const PATIENCE = 30_000;

/**
 * Waits until it is known of so many jobs how their enqueuing ended, and none of them is left in the table.
 * @throws what is left and what the log shows, when nothing changes any more.
 */
export async function allDone(scene: Scene, count: number): Promise<void> {
  let seen = '';
  for (let end = performance.now() + PATIENCE; ; await sleep(20)) {
    const told = (await scene.log.jobs('enqueued')).length + (await scene.log.jobs('refused')).length;
    const rows = await scene.table.rows();
    if (told === count && rows.length === 0) {
      return;
    }
    const state = `${told} of ${count} jobs enqueued, ${rows.length} left, the first of them ${JSON.stringify(rows.slice(0, 5))}`;
    if (state !== seen) {
      seen = state;
      end = performance.now() + PATIENCE;
    } else if (performance.now() > end) {
      throw new Error(`No change for ${PATIENCE / 1000} s: ${state}; faults: ${JSON.stringify((await scene.log.faults(LEASE)).slice(0, 5))}`);
    }
  }
}
