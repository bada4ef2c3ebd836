import { afterEach, describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import { BackgroundJobsDbProperties } from '../domain/background-jobs-db-properties.js';
import { createTestDatabase } from './testing/create-test-database.js';
import { testDatabase } from './testing/test-database.js';

const suite = testDatabase.available ? describe : describe.skip;
const { dbSchema } = BackgroundJobsDbProperties;

suite('BackgroundJobsDbProperties.dbSchema', () => {
  afterEach(() => {
    BackgroundJobsDbProperties.dbSchema = dbSchema;
  });

  it('moves the table, and every statement follows', async () => {
    const schema = `Other Schema ${randomUUID()}`;
    const database = await createTestDatabase();
    await database.dataSource.query(`CREATE SCHEMA "${schema}"`);
    BackgroundJobsDbProperties.dbSchema = schema;
    const { dataSource, repository } = await database.connect();
    await dataSource.synchronize();
    const job = { id: randomUUID(), jobName: 'emails', jobArgs: '{}' };
    await repository.insertMany([job]);
    expect(await repository.find(job.id)).toMatchObject(job);
    expect(await database.repository.find(job.id)).toBeNull();
    await dataSource.query(`DROP SCHEMA "${schema}" CASCADE`);
    await database.destroy();
  });
});
