import { describe, expect, it } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { jobsDatabase } from './jobs-database.js';
import { createTestDatabase } from './testing/create-test-database.js';

describe('A connection string for SQLite', () => {
  it.each([
    ['./data/jobs.db', './data/jobs.db'],
    ['/var/lib/jobs.db', '/var/lib/jobs.db'],
    ['file:data/jobs.db', 'data/jobs.db'],
    ['Data Source=data/jobs.db', 'data/jobs.db'],
    [
      'Mode=ReadWriteCreate; DataSource="with;semicolon.db"',
      'with;semicolon.db',
    ],
    ['Filename=jobs.db;', 'jobs.db'],
  ])('may be %s', (connectionString, database) => {
    expect(jobsDatabase.connectionOptions(connectionString)).toMatchObject({
      database,
    });
  });

  it.each([
    'postgres://user:secret@localhost/app',
    'Host=localhost;Password=secret',
    'Data Source=',
  ])('cannot be %s', (connectionString) => {
    expect(() => jobsDatabase.connectionOptions(connectionString)).toThrow(
      jobsDatabase.connectionStringExample,
    );
    expect(() => jobsDatabase.connectionOptions(connectionString)).not.toThrow(
      'secret',
    );
  });
});

describe('A locked SQLite file', () => {
  it('is waited for without blocking the transaction that has it', async () => {
    const database = await createTestDatabase();
    const other = await database.connect();
    const job = { id: randomUUID(), jobName: 'emails', jobArgs: '{}' };
    await other.dataSource.query('BEGIN IMMEDIATE');
    const inserted = database.repository.insertMany([job]);
    await sleep(200);
    expect(await other.repository.find(job.id)).toBeNull();
    await other.dataSource.query('COMMIT');
    await inserted;
    expect(await other.repository.find(job.id)).toMatchObject(job);
    await database.destroy();
  });
});
