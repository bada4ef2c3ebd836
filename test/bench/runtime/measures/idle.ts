import { setTimeout as sleep } from 'node:timers/promises';
import type { Measure } from './measure.ts';
import { withAgents } from './with-agents.ts';

const SETTLING = 5_000;
const DURATION = 20_000;

export const idle: Measure = {
  name: 'idle',
  title: () => 'A worker with nothing to do, for 20 s',
  contenders: ['ours', 'graphile-worker best', 'graphile-worker default', 'pg-boss best', 'pg-boss default', 'BullMQ best', 'ours mongoose', 'agenda best', 'agenda change stream', 'agenda default'],
  rounds: 3,
  runRound: async ({ contenders }, record) => {
    // All at once: idle ones are not in each other's way.
    await Promise.all(
      contenders.map((contender) =>
        withAgents({ contender: contender.counted ?? contender, background: 'nothing', processes: 1 }, record, async ([worker], store) => {
          await worker?.tell({ kind: 'connect', jobDuration: 0 });
          await worker?.tell({ kind: 'go' });
          await sleep(SETTLING);
          const [before, transactionsBefore] = [await worker?.tell({ kind: 'usage' }), await store.countTransactions()];
          await sleep(DURATION);
          const [after, transactionsAfter] = [await worker?.tell({ kind: 'usage' }), await store.countTransactions()];
          if (before !== undefined && after !== undefined) {
            record.figure(contender.name, 'CPU %', ((after.cpu - before.cpu) * 100) / DURATION);
            record.figure(contender.name, 'MiB', after.memory);
          }
          if (transactionsBefore !== undefined && transactionsAfter !== undefined) {
            record.figure(contender.name, 'queries/s', ((transactionsAfter - transactionsBefore) * 1_000) / DURATION);
          }
        }),
      ),
    );
  },
};
