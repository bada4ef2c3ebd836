import { execute } from './execute.ts';
import type { Measure } from './measure.ts';

export const beside: Measure = {
  name: 'beside',
  title: ({ others }) => `Due jobs that do nothing, 1 process, beside ${others.toLocaleString('en')} other jobs, jobs/s`,
  contenders: ['ours', 'limit', 'graphile-worker best', 'pg-boss best', 'agenda best'],
  rounds: 2,
  runRound: async ({ contenders, sizes: { jobs } }, record) => {
    for (const background of ['nothing', 'scheduled', 'finished'] as const) {
      for (const contender of contenders) {
        await execute({ contender, processes: 1, jobs, background, column: background }, record);
      }
    }
  },
};
