import { Queue, Worker } from 'bullmq';
import { payload } from '../runtime/agent/protocol.ts';
import { serve } from '../runtime/agent/serve.ts';

const { hostname: host, port, pathname } = new URL(process.env['BENCH_STORE'] ?? '');
const isBest = process.env['BENCH_PROFILE'] === 'best';
const connection = { host, port: Number(port), db: Number(pathname.slice(1)), maxRetriesPerRequest: null };
const name = 'bench';

serve({
  connectWorker: async (job) => {
    const worker = new Worker<{ number: number }>(name, async ({ data }) => job(data.number), {
      connection,
      autorun: false,
      ...(isBest && { concurrency: 100, removeOnComplete: { count: 0 } }),
    });
    worker.on('error', console.error);
    await worker.waitUntilReady();
    return () => void worker.run();
  },
  connectProducer: async () => {
    const queue = new Queue(name, { connection });
    await queue.waitUntilReady();
    return {
      enqueue: (number) => queue.add(name, payload(number)),
      enqueueMany: (numbers) => queue.addBulk(numbers.map((number) => ({ name, data: payload(number) }))),
    };
  },
});
