import { randomBytes } from 'node:crypto';
import { BackgroundJobStore } from '../../domain/background-job-store.js';
import { ensureBackgroundJobsIndexes } from '../background-jobs-indexes.js';
import { MongoClient } from '../driver.js';
import type { MongoClientOptions } from '../driver.js';
import { openJobsCollection } from '../jobs-collection.js';
import { MongoBackgroundJobRepository } from '../mongo-background-job.repository.js';
import type {
  TestConnection,
  TestDatabase,
  TestDatabaseKind,
} from './test-database-kind.js';

const variable = 'ConnectionStrings__AbpBackgroundJobsTest';
const connectionString = process.env[variable];

/** Databases of their own on the MongoDB server that the environment names. */
export const testDatabase: TestDatabaseKind =
  connectionString === undefined
    ? {
        name: 'MongoDB',
        available: false,
        reason: `The environment variable ${variable} names no server.`,
      }
    : {
        name: 'MongoDB',
        available: true,
        create: (options) => create(connectionString, options),
      };

async function create(
  server: string,
  options: MongoClientOptions = {},
): Promise<TestDatabase> {
  const name = `background_jobs_${randomBytes(8).toString('hex')}`;
  const database = withDatabase(server, name);
  const clients: MongoClient[] = [];
  const connect = async (own?: MongoClientOptions): Promise<TestConnection> => {
    const client = new MongoClient(database, { ...options, ...own });
    clients.push(client);
    await client.connect();
    const jobs = await openJobsCollection({}, client.db(), {});
    const repository = new MongoBackgroundJobRepository(jobs);
    return { jobs, repository, store: new BackgroundJobStore(repository) };
  };
  const first = await connect();
  const { db, collection } = first.jobs;
  await ensureBackgroundJobsIndexes(collection);
  const { setName, msg } = await db.command({ hello: 1 });
  return {
    ...first,
    connectionString: database,
    hasTransactions: setName !== undefined || msg === 'isdbgrid',
    connect,
    destroy: async () => {
      await db.dropDatabase();
      await Promise.all(clients.map((each) => each.close()));
    },
  };
}

/** Users are those of the database that the connection string named, or of `admin`. */
function withDatabase(server: string, name: string): string {
  const [, hosts = '', named = '', query = ''] =
    /^([^/]+\/\/[^/?]+)\/?([^?]*)\??(.*)$/.exec(server) ?? [];
  const source =
    hosts.includes('@') && !/(^|&)authSource=/i.test(query)
      ? [`authSource=${named || 'admin'}`]
      : [];
  return `${hosts}/${name}?${[query, ...source].filter(Boolean).join('&')}`;
}
