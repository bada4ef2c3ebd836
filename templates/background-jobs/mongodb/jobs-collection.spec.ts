import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import { BackgroundJobsDbProperties } from '../domain/background-jobs-db-properties.js';
import type { Db, MongoClient } from './driver.js';
import { openJobsCollection } from './jobs-collection.js';
import { MongoBackgroundJobRepository } from './mongo-background-job.repository.js';
import { createTestDatabase } from './testing/create-test-database.js';
import type { TestDatabase } from './testing/test-database-kind.js';
import { testDatabase } from './testing/test-database.js';
import { objectOf } from '../domain/object-of.js';

const own = `ConnectionStrings__${BackgroundJobsDbProperties.connectionStringName}`;
const fallback = 'ConnectionStrings__Default';

/** By what name the client is known to the server; versions of the driver keep it in two places. */
function appNameOf({ options }: MongoClient): unknown {
  const { appName, metadata } = options as {
    readonly appName?: string;
    readonly metadata?: { readonly application?: { readonly name: string } };
  };
  return appName ?? metadata?.application?.name;
}

const suite = testDatabase.available ? describe : describe.skip;

suite(`The connection of the jobs, on ${testDatabase.name}`, () => {
  let database: TestDatabase;
  let host: Db;

  beforeEach(async () => {
    database = await createTestDatabase();
    host = (await database.connect()).jobs.db;
  });
  afterEach(() => database.destroy());

  it("is the application's where nothing else is named, and stays open", async () => {
    const jobs = await openJobsCollection({}, host, { [fallback]: 'unused' });
    const job = { id: randomUUID(), jobName: 'emails', jobArgs: '{}' };
    await new MongoBackgroundJobRepository(jobs).insertMany([job]);
    await jobs.close();
    expect(jobs.db).toBe(host);
    expect(await host.command({ ping: 1 })).toMatchObject({ ok: 1 });
    expect(await database.repository.find(job.id)).toMatchObject(job);
  });

  it.each([
    ['of its own name', { [own]: 'given', [fallback]: 'unused' }],
    ['named Default', { [fallback]: 'given' }],
  ])(
    'is one of its own by the connection string %s, and is closed with the jobs',
    async (_which, names) => {
      const environment = objectOf(
        Object.entries(names).map(([name, value]) => [
          name,
          value === 'given' ? database.connectionString : value,
        ]),
      );
      const withHost = own in environment ? host : undefined;
      const jobs = await openJobsCollection({}, withHost, environment);
      expect(jobs.db.databaseName).toBe(host.databaseName);
      expect(jobs.client).not.toBe(database.jobs.client);
      expect(appNameOf(jobs.client)).toBe('background-jobs');
      let isClosed = false;
      jobs.client.once('topologyClosed', () => {
        isClosed = true;
      });
      await jobs.close();
      expect(isClosed).toBe(true);
    },
  );

  it('has what its connection string says instead of its own defaults', async () => {
    const { connectionString } = database;
    const jobs = await openJobsCollection(
      {
        connectionString: `${connectionString}&appName=shop&retryWrites=false`,
      },
      undefined,
      {},
    );
    expect(appNameOf(jobs.client)).toBe('shop');
    expect(jobs.client.options).toMatchObject({
      retryWrites: false,
      serverSelectionTimeoutMS: 10_000,
    });
    await jobs.close();
  });

  it("is safe whatever the application's own is", async () => {
    const { jobs: lax } = await database.connect({
      w: 1,
      readPreference: 'secondaryPreferred',
      readConcernLevel: 'available',
      ignoreUndefined: false,
    });
    const { collection } = await openJobsCollection({}, lax.db, {});
    expect(collection.writeConcern).toMatchObject({ w: 'majority' });
    expect(collection.readPreference?.mode).toBe('primary');
    expect(collection.readConcern?.level).toBe('local');
    expect(collection.bsonOptions.ignoreUndefined).toBe(true);
  });

  it('can be told to wait for less, but not for nothing', async () => {
    const open = (w: number) =>
      openJobsCollection({ writeConcern: { w } }, host, {});
    expect((await open(1)).collection.writeConcern).toMatchObject({ w: 1 });
    await expect(open(0)).rejects.toThrow("The option 'writeConcern'");
  });
});

describe('The connection of the jobs', () => {
  const open = (connectionString: string) =>
    openJobsCollection({}, undefined, { [own]: connectionString });

  it('is missing: the error names both variables and shows an example', async () => {
    const opening = openJobsCollection({}, undefined, {});
    await expect(opening).rejects.toThrow(
      `neither ${own} nor ${fallback} is set`,
    );
    await expect(opening).rejects.toThrow(`for example ${own}='mongodb://`);
  });

  it.each([
    ['another scheme', 'postgres://me:secret@host/app', 'does not begin with'],
    ['no database', 'mongodb://me:secret@one:1,two/', 'names no database'],
    ['only options', 'mongodb://me:secret@one/?w=1', 'names no database'],
    ['a character to encode', 'mongodb://me:sec%ret@host/app', 'cannot be'],
    ['a slash to encode', 'mongodb://me:sec/ret@host/app', 'cannot be'],
    ['an at sign to encode', 'mongodb://me:sec@ret@host/app', 'cannot be'],
    ['no host', 'mongodb://me:secret@/app', 'cannot be used'],
    ['a port that is none', 'mongodb://me:secret@host:x/app', 'cannot be'],
    ['an unknown option', 'mongodb://me:secret@host/app?wut=1', 'wut'],
  ])(
    'is refused with %s, by where it came from and without its password',
    async (_what, connectionString, reason) => {
      const refused = await open(connectionString).catch(String);
      expect(refused).toContain(own);
      expect(refused).toContain(reason);
      expect(refused).not.toMatch(/secret|ret@/);
    },
  );

  it('tells soon that nobody answers, and from where it was sent there', async () => {
    const nobody =
      'mongodb://me:secret@127.0.0.1:1/app?serverSelectionTimeoutMS=100';
    const refused = await open(nobody).catch(String);
    expect(refused).toContain(`the database of ${own}: `);
    expect(refused).toContain('connect ECONNREFUSED');
    expect(refused).not.toContain('secret');
  });

  it("cannot be the application's by another version of the driver, and can by another copy", async () => {
    /** What a client looks like that another copy of the driver made, whose values are of this version. */
    const hostOf = (answer: () => Promise<null>) =>
      ({
        client: Object.create(null) as MongoClient,
        collection: () => ({ findOne: answer }),
      }) as unknown as Db;
    const other = Object.assign(new Error('Unsupported BSON version'), {
      name: 'BSONVersionError',
    });
    await expect(
      openJobsCollection(
        {},
        hostOf(() => Promise.reject(other)),
        {},
      ),
    ).rejects.toThrow("comes from another version of MongoDB's driver");
    const host = hostOf(() => Promise.resolve(null));
    expect((await openJobsCollection({}, host, {})).db).toBe(host);
  });
});
