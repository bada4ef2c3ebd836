import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createBackgroundJobsIndexes,
  waitingIndex,
} from './background-jobs-indexes.js';
import { createTestDatabase } from './testing/create-test-database.js';
import type { TestDatabase } from './testing/test-database-kind.js';
import { testDatabase } from './testing/test-database.js';

const suite = testDatabase.available ? describe : describe.skip;

/** What is asked of an index that is there. */
interface Index {
  readonly name?: string;
  readonly key?: object;
}

suite(`The index of the jobs, on ${testDatabase.name}`, () => {
  let database: TestDatabase;
  let log: string[];
  let name: string;

  beforeEach(async () => {
    database = await createTestDatabase();
    log = [];
    name = waitingIndex.nameIn(database.jobs.collection.collectionName);
    await database.jobs.collection.drop();
  });
  afterEach(() => database.destroy());

  function create(collection = database.jobs.collection): Promise<void> {
    const record = (message: string): void => void log.push(message);
    const logger = { log: record, warn: record, error: record };
    return createBackgroundJobsIndexes(collection, logger);
  }

  async function indexes() {
    const all = await database.jobs.collection.indexes();
    return all
      .filter(({ name: called }: Index) => called !== '_id_')
      .map(({ name: called, key = {} }: Index) => [
        called,
        Object.entries(key),
      ]);
  }

  const key = Object.entries(waitingIndex.key);

  it('is created with the collection, and once, by however many processes', async () => {
    await Promise.all([create(), create(), create()]);
    await create();
    expect(await indexes()).toEqual([[name, key]]);
    expect(log).toEqual([]);
  });

  it('may have another name', async () => {
    await database.jobs.collection.createIndex(waitingIndex.key, {
      name: 'mine',
    });
    await create();
    expect(await indexes()).toEqual([['mine', key]]);
  });

  it('is refused where another index has its name, with what to do', async () => {
    await database.jobs.collection.createIndex({ JobName: 1 }, { name });
    await expect(create()).rejects.toThrow(`.dropIndex('${name}')`);
  });

  it('is asked for by one warning, with the command, where it cannot be created', async () => {
    const { collection } = database.jobs;
    const forbidden = Object.create(collection, {
      createIndex: {
        value: () => Promise.reject(new Error('not authorized on app')),
      },
    }) as typeof collection;
    await create(forbidden);
    expect(log).toEqual([expect.stringContaining('not authorized on app')]);
    const [, command] = /mongosh: (.*)$/.exec(log[0] ?? '') ?? [];
    expect(command).toBe(
      `db.getCollection('${collection.collectionName}').createIndex(${JSON.stringify(waitingIndex.key)}, { name: '${name}' })`,
    );
  });
});
