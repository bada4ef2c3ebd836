import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { BackgroundJobsDbProperties } from '../domain/background-jobs-db-properties.js';
import { jobsDatabase } from './jobs-database.js';
import {
  jobsDataSourceOptions,
  openJobsDataSource,
} from './jobs-data-source.js';
import { createTestDatabase } from './testing/create-test-database.js';
import type { TestDatabase } from './testing/test-database-kind.js';
import { testDatabase } from './testing/test-database.js';
import { TypeOrmBackgroundJobRepository } from './typeorm-background-job.repository.js';
import { objectOf } from '../domain/object-of.js';

const own = `ConnectionStrings__${BackgroundJobsDbProperties.connectionStringName}`;
const fallback = 'ConnectionStrings__Default';

const suite = testDatabase.available ? describe : describe.skip;

suite(`The connection of the jobs, on ${testDatabase.name}`, () => {
  let database: TestDatabase;
  let host: DataSource;

  beforeEach(async () => {
    database = await createTestDatabase();
    host = (await database.connect()).dataSource;
  });
  afterEach(() => database.destroy());

  it("is to the application's database where nothing else is named, and leaves the application's own open", async () => {
    const environment = { [fallback]: 'unused' };
    const jobs = await openJobsDataSource(undefined, host, environment);
    const job = { id: randomUUID(), jobName: 'emails', jobArgs: '{}' };
    await new TypeOrmBackgroundJobRepository(jobs.dataSource).insertMany([job]);
    await jobs.close();
    expect(host.isInitialized).toBe(true);
    expect(await database.repository.find(job.id)).toMatchObject(job);
  });

  it.each([
    ['of its own name', { [own]: 'given', [fallback]: 'unused' }],
    ['named Default', { [fallback]: 'given' }],
  ])(
    'is one of its own by the connection string %s, and is closed with the jobs',
    async (_which, names) => {
      const other = await createTestDatabase();
      const environment = objectOf(
        Object.entries(names).map(([name, value]) => [
          name,
          value === 'given' ? other.connectionString : value,
        ]),
      );
      const withHost = own in environment ? host : undefined;
      const jobs = await openJobsDataSource(undefined, withHost, environment);
      expect(jobs.dataSource).not.toBe(host);
      expect(jobs.dataSource.options).toMatchObject(
        jobsDatabase.connectionOptions(other.connectionString),
      );
      await jobs.close();
      expect(jobs.dataSource.isInitialized).toBe(false);
      expect(host.isInitialized).toBe(true);
      await other.destroy();
    },
  );

  it('is missing: the error names both variables and shows an example', async () => {
    const opening = openJobsDataSource(undefined, undefined, {});
    await expect(opening).rejects.toThrow(
      `neither ${own} nor ${fallback} is set`,
    );
    await expect(opening).rejects.toThrow(
      `for example ${own}='${jobsDatabase.connectionStringExample}'`,
    );
  });

  it("cannot be the application's where that is another kind of database", async () => {
    const other = { options: { type: 'mongodb' } } as unknown as DataSource;
    await expect(openJobsDataSource(undefined, other, {})).rejects.toThrow(
      "the application's is of the type mongodb",
    );
  });

  it('is told to be bad by where its connection string came from, which is not shown', () => {
    const text = 'mysql://root:secret@localhost';
    expect(() => jobsDataSourceOptions({ text, source: own })).toThrow(own);
    expect(() => jobsDataSourceOptions({ text, source: own })).not.toThrow(
      'secret',
    );
  });
});
