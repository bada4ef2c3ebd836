import { Logger, makeWorkerUtils, run, runMigrations } from 'graphile-worker';
import pg from 'pg';
import { payload } from '../runtime/agent/protocol.ts';
import { serve } from '../runtime/agent/serve.ts';

const connectionString = process.env['BENCH_STORE'] ?? '';
const best = {
  preset: { worker: { concurrentJobs: 24, maxPoolSize: 25, localQueue: { size: 500 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
  pgPool: new pg.Pool({ connectionString, max: 25 }),
  logger: new Logger(() => () => undefined),
};
const options = process.env['BENCH_PROFILE'] === 'best' ? best : { connectionString };

serve({
  setUp: () => runMigrations({ connectionString }),
  connectWorker: async (job) => {
    await best.pgPool.query('SELECT 1');
    return () => run({ ...options, noHandleSignals: true, taskList: { bench: (args) => job((args as { number: number }).number) } });
  },
  connectProducer: async () => {
    const utils = await makeWorkerUtils({ pgPool: new pg.Pool({ connectionString, max: 16 }) });
    return {
      enqueue: (number) => utils.addJob('bench', payload(number)),
      enqueueMany: (numbers) => utils.addJobs(numbers.map((number) => ({ identifier: 'bench', payload: payload(number) }))),
    };
  },
});
