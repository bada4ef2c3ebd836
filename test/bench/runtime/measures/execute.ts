import { setTimeout as sleep } from 'node:timers/promises';
import { now } from '../agent/protocol.ts';
import type { Record } from '../figures.ts';
import { JobTally } from './job-tally.ts';
import { type Stage, withAgents } from './with-agents.ts';

export interface Execution extends Stage {
  readonly jobs: number;
  /** Of the table. */
  readonly column: string;
}

/** Milliseconds after which a run is over, done or not. */
const TIME = 20_000;

/** Jobs that do nothing and are all due: how many start in a second, until the last has started or the time is over. */
export function execute({ jobs, column, ...stage }: Execution, record: Record): Promise<void> {
  const { name } = stage.contender;
  return withAgents(stage, record, async (workers, store) => {
    await store.seed(jobs);
    await Promise.all(workers.map((worker) => worker.tell({ kind: 'connect', jobDuration: 0 })));
    const starts = new JobTally(jobs, 'started', workers);
    const began = now();
    await Promise.all(workers.map((worker) => worker.tell({ kind: 'go' })));
    await starts.reaches(jobs, TIME - (now() - began));
    const elapsed = starts.missing === 0 ? starts.lastTime - began : TIME;
    record.figure(name, column, (starts.distinct * 1_000) / elapsed);
    if (starts.missing > 0) {
      record.note(`${name}, ${column}: not done in ${TIME / 1_000} s, so the rate until then`);
    }
    // Long enough for a job that would run again at once.
    await sleep(500);
    if (starts.twice > 0) {
      record.note(`${name}, ${column}: ${starts.twice} jobs ran TWICE`);
    }
    if (workers.some(({ output }) => /SQLITE_BUSY|database is locked/.test(output))) {
      record.note(`${name}, ${column}: SQLITE_BUSY was seen`);
    }
  });
}
