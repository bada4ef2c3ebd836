import { now } from '../agent/protocol.ts';
import type { Contender } from '../contenders/contender.ts';
import type { Record } from '../figures.ts';
import { JobTally } from './job-tally.ts';
import type { Measure } from './measure.ts';
import { withAgents } from './with-agents.ts';

const JOBS = 600;
const PATIENCE = 90_000;

export const crash: Measure = {
  name: 'crash',
  title: () => 'kill -9 of one of two workers after 120 of 600 jobs of 50 ms, for 90 s',
  contenders: ['ours', 'graphile-worker best', 'graphile-worker default', 'pg-boss best', 'BullMQ best', 'ours mongoose', 'agenda best', 'agenda default'],
  rounds: 2,
  // All at once: their jobs sleep, and then they wait.
  runRound: async ({ contenders }, record) => void (await Promise.all(contenders.map((contender) => killOne(contender, record)))),
};

function killOne(contender: Contender, record: Record): Promise<void> {
  return withAgents({ contender, background: 'nothing', processes: 2 }, record, async (workers, store) => {
    await store.seed(JOBS);
    await Promise.all(workers.map((worker) => worker.tell({ kind: 'connect', jobDuration: 50 })));
    const ends = new JobTally(JOBS, 'ended', workers);
    await Promise.all(workers.map((worker) => worker.tell({ kind: 'go' })));
    await ends.reaches(JOBS / 5, PATIENCE);
    await workers[0]?.kill();
    const killed = now();
    await ends.reaches(JOBS, PATIENCE);
    record.figure(contender.name, 's until all are done', ends.missing === 0 ? (ends.lastTime - killed) / 1_000 : Number.POSITIVE_INFINITY);
    record.figure(contender.name, 'not done', ends.missing);
    record.figure(contender.name, 'ended twice', ends.twice);
  });
}
