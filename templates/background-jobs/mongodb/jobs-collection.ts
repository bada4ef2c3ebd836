import { randomUUID } from 'node:crypto';
import { BackgroundJobConfigurationError } from '../abstractions/background-job-errors.js';
import { BackgroundJobsDbProperties } from '../domain/background-jobs-db-properties.js';
import {
  findOwnConnectionString,
  getDefaultConnectionString,
} from '../domain/connection-string.js';
import type {
  ConnectionString,
  Environment,
} from '../domain/connection-string.js';
import { describeError } from '../manager/describe-error.js';
import { toBinary } from './background-job-document.js';
import type { BackgroundJobDocument } from './background-job-document.js';
import type { BackgroundJobsMongoDbOptions } from './background-jobs-mongodb.options.js';
import { MongoClient } from './driver.js';
import type { Collection, Db } from './driver.js';
import { objectOf } from '../domain/object-of.js';

export const connectionStringExample =
  'mongodb://user:password@localhost:27017/app';

/** The collection of the jobs, and the connection by which it is reached. */
export interface JobsCollection {
  readonly client: MongoClient;
  readonly db: Db;
  readonly collection: Collection<BackgroundJobDocument>;
  /** Closes the connection if the module opened it; the application's stays open. */
  close(): Promise<void>;
}

/** What a connection of the module's own has unless its connection string says otherwise. */
const clientDefaults = {
  appName: 'background-jobs',
  // 30 seconds are long for somebody who waits for an application to start.
  serverSelectionTimeoutMS: 10_000,
} as const;

/**
 * @param host the application's database, where it has one
 * @throws BackgroundJobConfigurationError when there is no database, or none that the module can use
 */
export async function openJobsCollection(
  options: BackgroundJobsMongoDbOptions,
  host?: Db,
  environment: Environment = process.env,
): Promise<JobsCollection> {
  assertAcknowledged(options);
  const own = findOwnConnectionString(options.connectionString, environment);
  if (!own && host) {
    return openInHost(host, options);
  }
  const chosen =
    own ?? getDefaultConnectionString(connectionStringExample, environment);
  const client = createClient(chosen);
  try {
    await client.connect();
  } catch (error) {
    await client.close();
    const message = `The background jobs could not connect to the database of ${chosen.source}: ${describeError(error).message}`;
    throw new BackgroundJobConfigurationError(message, { cause: error });
  }
  return {
    ...collectionIn(client.db(), options),
    client,
    close: () => client.close(),
  };
}

async function openInHost(
  host: Db,
  options: BackgroundJobsMongoDbOptions,
): Promise<JobsCollection> {
  const client = clientOf(host);
  const jobs = collectionIn(host, options);
  if (!(client instanceof MongoClient)) {
    await assertSameBson(jobs.collection);
  }
  return { ...jobs, client, close: () => Promise.resolve() };
}

/** Where the driver keeps a database's client: up to version 5 among what is internal, and not all types of 6 show it. */
interface DbWithClient {
  readonly client?: MongoClient;
  readonly s: { readonly client: MongoClient };
}

function clientOf(db: Db): MongoClient {
  const { client, s: internal } = db as Db & DbWithClient;
  return client ?? internal.client;
}

/** Says everything itself that the jobs rely on: the application's database may have other defaults. */
function collectionIn(
  db: Db,
  { writeConcern = { w: 'majority' } }: BackgroundJobsMongoDbOptions,
): Pick<JobsCollection, 'db' | 'collection'> {
  const name = BackgroundJobsDbProperties.backgroundJobsTableName;
  const options = {
    writeConcern,
    // What is read is written under the condition that it is still so. The newest is wanted, not what cannot be rolled back.
    readConcern: { level: 'local' as const },
    readPreference: 'primary' as const,
    ignoreUndefined: true,
    promoteValues: true,
    promoteLongs: true,
    promoteBuffers: false,
    useBigInt64: false,
    raw: false,
  };
  const collection = db.collection<BackgroundJobDocument>(name, options);
  return { db, collection };
}

/** @throws BackgroundJobConfigurationError without showing the connection string, since it may hold a password */
function createClient({ text, source }: ConnectionString): MongoClient {
  const refuse = (reason: string) =>
    new BackgroundJobConfigurationError(
      `The connection string of ${source} cannot be used: ${reason}`,
    );
  if (!/^mongodb(\+srv)?:\/\//i.test(text)) {
    throw refuse(
      `it does not begin with mongodb:// or mongodb+srv://; one that does: ${connectionStringExample}`,
    );
  }
  // The driver would take the database `test`.
  if (/^[^/]+\/\/[^/?]+\/?(\?|$)/.test(text)) {
    throw refuse(
      `it names no database; after the hosts comes a slash and its name: ${connectionStringExample}`,
    );
  }
  const invalid = `it is not valid; in user name and password special characters are percent-encoded: ${connectionStringExample}`;
  // Some versions of the driver would look for a host of the name of half a password.
  if (!/^[^/]+\/\/([^/@]*@)?[^/@?]+\/[^/@?]+(\?|$)/.test(text)) {
    throw refuse(invalid);
  }
  const defaults = Object.entries(clientDefaults).filter(
    ([name]) => !new RegExp(`[?&]${name}=`, 'i').test(text),
  );
  try {
    return new MongoClient(text, objectOf(defaults));
  } catch (error) {
    const { message } = describeError(error);
    throw refuse(message.includes(text) ? invalid : message);
  }
}

/** Two copies of the driver do no harm as long as each can read the other's values. */
async function assertSameBson(
  collection: Collection<BackgroundJobDocument>,
): Promise<void> {
  try {
    await collection.findOne({ _id: toBinary(randomUUID()) });
  } catch (error) {
    if ((error as Error).name === 'BSONVersionError') {
      throw new BackgroundJobConfigurationError(
        `The application's MongoClient comes from another version of MongoDB's driver than the one in the background jobs' driver.ts: ` +
          `${describeError(error).message}. Install one version, by which both are resolved, or set a connection string of the jobs' own.`,
        { cause: error },
      );
    }
    // The server is away for the moment: that says nothing against the driver.
  }
}

function assertAcknowledged({
  writeConcern,
}: BackgroundJobsMongoDbOptions): void {
  if (writeConcern?.w === 0) {
    throw new BackgroundJobConfigurationError(
      "The option 'writeConcern' is { w: 0 }: writes without an answer do not say whose a job is. Use { w: 1 }, or leave it out for { w: 'majority' }.",
    );
  }
}
