import { execute } from './execute.ts';
import type { Measure } from './measure.ts';

const DEFAULTS = ['graphile-worker default', 'pg-boss default', 'BullMQ default', 'agenda default'];

export const execution: Measure = {
  name: 'execution',
  title: () => 'Due jobs that do nothing, jobs/s',
  contenders: ['ours', 'limit', 'graphile-worker best', 'pg-boss best', 'BullMQ best', 'ours mongoose', 'agenda best', 'agenda change stream', ...DEFAULTS],
  rounds: 3,
  runRound: async ({ index, contenders, sizes: { jobs } }, record) => {
    for (const processes of [1, 4]) {
      for (const contender of contenders) {
        // Far from the others and always the full time: once is enough.
        if (!DEFAULTS.includes(contender.name) || (index === 0 && processes === 1)) {
          const column = processes === 1 ? '1 process' : `${processes} processes`;
          await execute({ contender, processes, jobs, background: 'nothing', column }, record);
        }
      }
    }
  },
};
