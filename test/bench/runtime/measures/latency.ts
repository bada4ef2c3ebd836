import { setTimeout as sleep } from 'node:timers/promises';
import type { Background, Contender } from '../contenders/contender.ts';
import type { Record } from '../figures.ts';
import type { Measure } from './measure.ts';
import { withAgents } from './with-agents.ts';

const PER_SECOND = 50;
const COUNT = 11 * PER_SECOND;

export const latency: Measure = {
  name: 'latency',
  title: ({ others }) => `From enqueue in one process to start in another at 50 jobs/s, ms (scheduled: beside ${others.toLocaleString('en')} scheduled jobs of the highest priority)`,
  contenders: ['ours', 'graphile-worker best', 'pg-boss best', 'BullMQ best', 'ours mongoose', 'agenda best', 'agenda change stream'],
  rounds: 3,
  runRound: async ({ contenders }, record) => {
    for (const background of ['nothing', 'scheduled'] as const) {
      for (const contender of contenders.filter(({ name }) => background === 'nothing' || !name.startsWith('BullMQ'))) {
        await trickle(contender, background, record);
      }
    }
  },
};

function trickle(contender: Contender, background: Background, record: Record): Promise<void> {
  return withAgents({ contender, background, processes: 2 }, record, async ([worker, producer]) => {
    const started = new Map<number, number>();
    if (worker === undefined || producer === undefined) {
      return;
    }
    worker.onJobs = ({ numbers, times }) => numbers.forEach((number, index) => started.set(number, times[index] ?? 0));
    await worker.tell({ kind: 'connect', jobDuration: 0 });
    await worker.tell({ kind: 'go' });
    await sleep(1_000);
    const called = await producer.tell({ kind: 'trickle', perSecond: PER_SECOND, count: COUNT });
    await sleep(1_000);
    // The first second warms up.
    const waits = Array.from(called, (time, number) => (started.get(number) ?? Number.POSITIVE_INFINITY) - time).slice(PER_SECOND).toSorted((a, b) => a - b);
    const suffix = background === 'nothing' ? '' : `, ${background}`;
    record.figure(contender.name, `p50${suffix}`, waits[Math.floor(waits.length * 0.5)] ?? Number.NaN);
    record.figure(contender.name, `p99${suffix}`, waits[Math.floor(waits.length * 0.99)] ?? Number.NaN);
    const late = waits.filter((wait) => wait === Number.POSITIVE_INFINITY).length;
    if (late > 0) {
      record.note(`${contender.name}${suffix}: ${late} of ${waits.length} jobs had not started a second after the last was enqueued`);
    }
  });
}
