import { execute } from './execute.ts';
import type { Measure } from './measure.ts';

export const sqlite: Measure = {
  name: 'sqlite',
  title: () => 'SQLite: due jobs that do nothing, jobs/s',
  contenders: ['ours (SQLite)', 'limit (SQLite)'],
  rounds: 3,
  runRound: async ({ contenders, sizes: { jobs } }, record) => {
    for (const processes of [1, 4]) {
      for (const contender of contenders) {
        const column = processes === 1 ? '1 process' : `${processes} processes`;
        await execute({ contender, processes, jobs, background: 'nothing', column }, record);
      }
    }
  },
};
