import { setTimeout as sleep } from 'node:timers/promises';
import type { AgentProcess } from '../agent/agent-process.ts';
import { median } from '../figures.ts';
import { JobTally } from './job-tally.ts';
import type { Measure } from './measure.ts';
import { withAgents } from './with-agents.ts';

const TIMES = 10;
const PATIENCE = 300_000;

export const memory: Measure = {
  name: 'memory',
  title: () => 'Resident memory of a worker over ten times as many jobs, MiB (medians of the quarters of the jobs)',
  contenders: ['ours', 'graphile-worker best', 'agenda best'],
  rounds: 1,
  runRound: async ({ contenders, sizes: { jobs } }, record) => {
    const count = jobs * TIMES;
    for (const contender of contenders) {
      await withAgents({ contender, background: 'nothing', processes: 1 }, record, async (workers, store) => {
        await store.seed(count);
        await Promise.all(workers.map((worker) => worker.tell({ kind: 'connect', jobDuration: 0 })));
        const starts = new JobTally(count, 'started', workers);
        await Promise.all(workers.map((worker) => worker.tell({ kind: 'go' })));
        const samples = (await Promise.all(workers.map((worker) => sampleUntilDone(worker, starts)))).flat();
        if (starts.missing > 0) {
          record.note(`${contender.name}: ${starts.missing} jobs had not started after ${PATIENCE / 1_000} s`);
        }
        const inQuarter = (quarter: number): number =>
          median(samples.flatMap((sample) => (Math.floor((sample.started * 4) / starts.distinct) === quarter ? [sample.memory] : []))) ?? Number.NaN;
        const [second, last] = [inQuarter(1), inQuarter(3)];
        record.figure(contender.name, 'second quarter', second);
        record.figure(contender.name, 'last quarter', last);
        record.figure(contender.name, 'growth', last / second);
        record.figure(contender.name, 'highest', Math.max(...samples.map((sample) => sample.memory)));
      });
    }
  },
};

interface Sample {
  /** Jobs that had started. */
  readonly started: number;
  readonly memory: number;
}

async function sampleUntilDone(worker: AgentProcess, starts: JobTally): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  const deadline = Date.now() + PATIENCE;
  while (starts.missing > 0 && Date.now() < deadline) {
    const { memory } = await worker.tell({ kind: 'usage' });
    samples.push({ started: starts.distinct, memory });
    await sleep(100);
  }
  return samples;
}
