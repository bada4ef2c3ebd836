import { MongoBackend, MongoChangeStreamNotificationChannel } from '@agendajs/mongo-backend';
import { Agenda } from 'agenda';
import { MongoClient } from 'mongodb';
import { payload } from '../runtime/agent/protocol.ts';
import { serve } from '../runtime/agent/serve.ts';

const { wakesBy, ...settings } = JSON.parse(process.env['BENCH_SETTINGS'] ?? '') as { readonly wakesBy?: 'changeStream' };
const client = new MongoClient(process.env['BENCH_STORE'] ?? '');
const db = client.db();
const name = 'bench';

async function connect(options: object): Promise<Agenda> {
  await client.connect();
  const agenda = new Agenda({ backend: new MongoBackend({ mongo: db }), ...settings, ...options });
  agenda.on('error', console.error);
  await agenda.ready;
  return agenda;
}

serve({
  setUp: () => connect({}),
  connectWorker: async (job) => {
    const agenda = await connect(wakesBy === 'changeStream' ? { notificationChannel: new MongoChangeStreamNotificationChannel({ db }) } : {});
    agenda.define<{ number: number }>(name, async ({ attrs }) => job(attrs.data.number));
    return () => agenda.start();
  },
  connectProducer: async () => {
    const agenda = await connect({});
    return {
      enqueue: (number) => agenda.now(name, payload(number)),
      // It has no call for many.
      enqueueMany: (numbers) => Promise.all(numbers.map((number) => agenda.now(name, payload(number)))),
    };
  },
});
