import type { Measure } from './measure.ts';
import { withAgents } from './with-agents.ts';

export const enqueue: Measure = {
  name: 'enqueue',
  title: () => 'Enqueuing from 1 process that runs no jobs, jobs/s (limit: plain inserts by the driver, on as many connections as ours)',
  contenders: ['ours', 'limit', 'graphile-worker best', 'pg-boss best', 'BullMQ best', 'ours mongoose', 'agenda best'],
  rounds: 3,
  runRound: async ({ contenders, sizes: { batches } }, record) => {
    for (const contender of contenders) {
      await withAgents({ contender, background: 'nothing', processes: 1 }, record, async ([producer]) => {
        record.figure(contender.name, '1,000 at a time', (await producer?.tell({ kind: 'enqueueBatches', batches, size: 1_000 })) ?? 0);
      });
    }
    for (const contender of contenders) {
      await withAgents({ contender, background: 'nothing', processes: 1 }, record, async ([producer]) => {
        record.figure(contender.name, 'one at a time, 16 callers', (await producer?.tell({ kind: 'enqueueEach', callers: 16, duration: 4_000 })) ?? 0);
      });
    }
  },
};
