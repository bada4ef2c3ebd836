import { randomBytes } from 'node:crypto';
import { MongoClient } from 'mongodb';
import { describeMongo, type MongoServer, startMongo } from '../../../support/mongo.ts';
import type { Sizes } from '../sizes.ts';

/** The server that the contenders share. */
export interface MongoBench {
  readonly url: string;
  /** Its name, version and kind, for the reader of the tables. */
  readonly description: string;
  /** With how many jobs it is measured. */
  readonly sizes: Sizes;
  /** How the names of this run's databases begin. */
  readonly runName: string;
  /** Drops this run's databases, and stops the server where it is one of our own. */
  readonly stop: () => Promise<void>;
}

/** What stands in for MongoDB can be a thousand times as slow: it reads all the jobs that are due to find the first. */
const SIZES: Readonly<Record<MongoServer['name'], Sizes>> = {
  MongoDB: { jobs: 100_000, others: 1_000_000, batches: 50 },
  SecantusDB: { jobs: 1_000, others: 2_000, batches: 5 },
  FerretDB: { jobs: 1_000, others: 2_000, batches: 5 },
};

/**
 * The server of the tests, or the one that the environment names; see `startMongo`.
 * @param given sizes that do not follow from the server.
 */
export async function startMongoBench(given: Partial<Sizes>): Promise<MongoBench> {
  const server = await startMongo();
  const runName = `bench_${randomBytes(3).toString('hex')}`;
  return {
    url: server.url,
    description: describeMongo(server),
    sizes: { ...SIZES[server.name], ...given },
    runName,
    stop: async () => {
      await dropDatabases(server.url, runName);
      await server.stop();
    },
  };
}

async function dropDatabases(url: string, beginning: string): Promise<void> {
  const client = new MongoClient(url);
  try {
    const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true });
    for (const { name } of databases.filter((database) => database.name.startsWith(beginning))) {
      await client.db(name).dropDatabase();
    }
  } finally {
    await client.close();
  }
}
