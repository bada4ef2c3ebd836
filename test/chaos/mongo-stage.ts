import { createMongoDatabase, startOwnMongo } from '../support/mongo.ts';
import { workerHost } from '../support/processes/worker-host.ts';
import { mongoJobsTable } from './mongo-jobs-table.ts';
import { mongoWire } from './mongo-wire.ts';
import type { Stage } from './stage.ts';

/** @param url of the server; that of the run unless told. */
export async function prepareMongoStage(url?: string): Promise<Stage> {
  return {
    host: await workerHost('mongodb'),
    wire: mongoWire,
    impatient: (connectionString) => {
      const url = new URL(connectionString);
      url.searchParams.set('serverSelectionTimeoutMS', '500');
      return url.href;
    },
    newTable: async () => mongoJobsTable(await createMongoDatabase('chaos', url)),
    newServer: async () => {
      const server = await startOwnMongo();
      return { server, table: mongoJobsTable(await createMongoDatabase('interrupted', server.url)) };
    },
  };
}
