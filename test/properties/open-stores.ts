import { MongoClient } from 'mongodb';
import { createMongoDatabase } from '../support/mongo.ts';
import { createDatabase } from '../support/postgres.ts';
import type { EmittedModule } from './emitted-module.ts';
import type { OpenStore, Store } from './store.ts';

const HOUR = 3_600_000;
const TIMES = ['CreationTime', 'NextTryTime', 'LastTryTime', 'CompletionTime'];

/** What the emitted module's `testing/test-database` gives. */
interface TestDatabaseModule {
  readonly testDatabase: {
    create(): Promise<{ readonly store: Store; readonly dataSource: { query(sql: string): Promise<unknown> }; destroy(): Promise<void> }>;
  };
}

interface MemoryModule {
  readonly InMemoryBackgroundJobStore: new (clock: { now(): Date }) => Store;
}

interface MongoModules {
  readonly 'jobs-collection': { openJobsCollection(options: { readonly connectionString: string }): Promise<MongoJobs> };
  readonly 'background-jobs-indexes': { ensureBackgroundJobsIndexes(jobs: unknown): Promise<void> };
  readonly 'mongo-background-job.repository': { readonly MongoBackgroundJobRepository: new (jobs: MongoJobs) => unknown };
}

interface MongoJobs {
  readonly collection: unknown;
  close(): Promise<void>;
}

interface StoreModule {
  readonly BackgroundJobStore: new (repository: unknown) => Store;
}

/** The store over a relational database of its own. Time passes by setting all times of the jobs back. */
export async function openDatabaseStore({ database, load }: EmittedModule): Promise<OpenStore> {
  // Where the emitted tests look for their database.
  process.env.ConnectionStrings__AbpBackgroundJobsTest = await createDatabase('properties');
  const { testDatabase } = await load<TestDatabaseModule>('typeorm/testing/test-database.js');
  const { store, dataSource, destroy } = await testDatabase.create();
  return {
    store,
    anyName: await anyName(load),
    recognisesRepeats: true,
    advance: async (applicationName, hours) => {
      const earlier = (column: string): string =>
        database === 'postgres' ? `"${column}" - interval '${hours} hours'` : `strftime('%Y-%m-%d %H:%M:%f', "${column}", '-${hours} hours')`;
      const assignments = TIMES.map((column) => `"${column}" = ${earlier(column)}`);
      await dataSource.query(`UPDATE "AbpBackgroundJobs" SET ${assignments.join(', ')} WHERE "ApplicationName" = '${applicationName}'`);
    },
    close: destroy,
  };
}

/** The store over a MongoDB database of its own. Time passes as in the others. */
export async function openMongoStore({ load }: EmittedModule): Promise<OpenStore> {
  const part = <T extends keyof MongoModules>(name: T) => load<MongoModules[T]>(`mongodb/${name}.js`);
  const connectionString = await createMongoDatabase('properties');
  const jobs = await (await part('jobs-collection')).openJobsCollection({ connectionString });
  await (await part('background-jobs-indexes')).ensureBackgroundJobsIndexes(jobs.collection);
  const { MongoBackgroundJobRepository } = await part('mongo-background-job.repository');
  const { BackgroundJobStore } = await load<StoreModule>('domain/background-job-store.js');
  const client = new MongoClient(connectionString);
  const documents = client.db().collection('AbpBackgroundJobs');
  return {
    store: new BackgroundJobStore(new MongoBackgroundJobRepository(jobs)),
    anyName: await anyName(load),
    recognisesRepeats: true,
    advance: async (ApplicationName, hours) => {
      for (const { _id, ...document } of await documents.find({ ApplicationName }).toArray()) {
        const times = TIMES.filter((name) => document[name] instanceof Date);
        const earlier = times.map((name) => [name, new Date((document[name] as Date).getTime() - hours * HOUR)]);
        await documents.updateOne({ _id }, { $set: Object.fromEntries(earlier) });
      }
    },
    close: async () => {
      await client.close();
      await jobs.close();
    },
  };
}

export async function openMemoryStore({ load }: EmittedModule): Promise<OpenStore> {
  const { InMemoryBackgroundJobStore } = await load<MemoryModule>('memory/in-memory-background-job-store.js');
  let now = Date.now();
  return {
    store: new InMemoryBackgroundJobStore({ now: () => new Date(now) }),
    anyName: await anyName(load),
    recognisesRepeats: false,
    advance: (_, hours) => {
      now += hours * HOUR;
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
}

async function anyName(load: EmittedModule['load']): Promise<unknown> {
  const { BackgroundJobNameFilter } = await load<{ BackgroundJobNameFilter: { readonly none: unknown } }>('abstractions/background-job-name-filter.js');
  return BackgroundJobNameFilter.none;
}
