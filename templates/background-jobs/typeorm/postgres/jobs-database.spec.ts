import { describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import { jobsDatabase } from './jobs-database.js';
import { createTestDatabase } from './testing/create-test-database.js';
import { testDatabase } from './testing/test-database.js';

describe('A connection string for PostgreSQL', () => {
  it.each([
    'postgres://user:pass%40word@localhost:5433/app?sslmode=require',
    'postgresql:///app',
  ])('may be a URL, %s', (url) => {
    expect(jobsDatabase.connectionOptions(url)).toEqual({
      type: 'postgres',
      url,
    });
  });

  it.each([
    [
      `Host=localhost;Port=5433;Database=app;Username=me;Password='a;"b''c'`,
      {
        host: 'localhost',
        port: 5433,
        database: 'app',
        username: 'me',
        password: `a;"b'c`,
      },
    ],
    [
      'Server=db; User Id=me; Pwd=p=q; Database=app; Pooling=true',
      {
        host: 'db',
        port: 5432,
        database: 'app',
        username: 'me',
        password: 'p=q',
      },
    ],
    [
      'Host=db;Database=app;SSL Mode=Require',
      {
        host: 'db',
        port: 5432,
        database: 'app',
        ssl: { rejectUnauthorized: false },
      },
    ],
    [
      'Host=db;Database=app;SSL Mode=VerifyFull',
      {
        host: 'db',
        port: 5432,
        database: 'app',
        ssl: { rejectUnauthorized: true },
      },
    ],
  ])('may be as .NET has it, %s', (connectionString, expected) => {
    expect(jobsDatabase.connectionOptions(connectionString)).toEqual({
      type: 'postgres',
      ...expected,
    });
  });

  it.each([
    ['jobs.db', 'not a list'],
    ['Password=secret;Database=app', 'neither a URL'],
    ['Host=db;Database=app;Port=secret', 'its Port is not a number'],
    ['Host=db;Database=app;SSL Mode=secret', 'its SSL Mode is none of'],
    ['postgres://user:se cret@:host:/', 'not a valid URL'],
  ])('cannot be %s', (connectionString, message) => {
    expect(() => jobsDatabase.connectionOptions(connectionString)).toThrow(
      message,
    );
    expect(() => jobsDatabase.connectionOptions(connectionString)).not.toThrow(
      /se ?cret/,
    );
  });
});

const suite = testDatabase.available ? describe : describe.skip;

suite('A statement that PostgreSQL gave up because of a deadlock', () => {
  it('is tried again', async () => {
    const database = await createTestDatabase();
    const { repository, dataSource } = database;
    await dataSource.query('CREATE SEQUENCE attempts');
    await dataSource.query(`CREATE FUNCTION fail_twice() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF nextval('attempts') < 3 THEN RAISE EXCEPTION 'deadlock detected' USING ERRCODE = '40P01'; END IF;
      RETURN NEW; END $$`);
    const table = dataSource.driver.escape(
      dataSource.getMetadata('BackgroundJobRecord').tableName,
    );
    await dataSource.query(
      `CREATE TRIGGER fail_twice BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION fail_twice()`,
    );
    const job = { id: randomUUID(), jobName: 'emails', jobArgs: '{}' };
    await repository.insertMany([job]);
    expect(await repository.find(job.id)).toMatchObject(job);
    expect(
      await dataSource.query('SELECT last_value::int FROM attempts'),
    ).toEqual([{ last_value: 3 }]);
    await database.destroy();
  });
});
