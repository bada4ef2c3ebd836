import { PgBoss } from 'pg-boss';
import { payload } from '../runtime/agent/protocol.ts';
import { serve } from '../runtime/agent/serve.ts';

const connectionString = process.env['BENCH_STORE'] ?? '';
const isBest = process.env['BENCH_PROFILE'] === 'best';
const queue = 'bench';

async function start(max: number): Promise<PgBoss> {
  const boss = new PgBoss({ connectionString, ...(isBest && { useListenNotify: true, max }) });
  boss.on('error', console.error);
  await boss.start();
  return boss;
}

serve({
  setUp: async () => {
    const boss = await start(10);
    await boss.createQueue(queue, isBest ? { partition: true, notify: true } : {});
    await boss.stop({ graceful: false });
  },
  connectWorker: async (job) => {
    const boss = await start(10);
    const options = isBest ? { batchSize: 500, localConcurrency: 4, burstWhenBatchFull: true } : {};
    return () =>
      boss.work<{ number: number }>(queue, options, async (jobs) => {
        for (const { data } of jobs) {
          await job(data.number);
        }
      });
  },
  connectProducer: async () => {
    const boss = await start(16);
    return {
      enqueue: (number) => boss.send(queue, payload(number)),
      enqueueMany: (numbers) => boss.insert(queue, numbers.map((number) => ({ data: payload(number) }))),
    };
  },
});
