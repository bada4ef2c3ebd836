import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataSource } from 'typeorm';
import { jobsDatabase } from './jobs-database.js';
import { queryInTime } from './query-in-time.js';
import { createTestDatabase } from './testing/create-test-database.js';
import { startServerProxy } from './testing/server-proxy.js';
import type { ServerProxy } from './testing/server-proxy.js';
import type { TestDatabase } from './testing/test-database-kind.js';
import { testDatabase } from './testing/test-database.js';

const suite = testDatabase.available ? describe : describe.skip;

suite('queryInTime', () => {
  let database: TestDatabase;
  let proxy: ServerProxy;
  let dataSource: DataSource;

  beforeEach(async () => {
    database = await createTestDatabase();
    proxy = await startServerProxy(database.connectionString);
    dataSource = await new DataSource(
      jobsDatabase.connectionOptions(proxy.url),
    ).initialize();
    jobsDatabase.prepare(dataSource);
  });
  afterEach(async () => {
    await dataSource.destroy();
    await proxy.close();
    await database.destroy();
  });

  it('gives the rows', async () => {
    expect(await queryInTime(dataSource, 'SELECT $1::int AS x', [1])).toEqual([
      { x: 1 },
    ]);
  });

  it('ends the wait for a connection that is silent, and the next statement has another', async () => {
    proxy.mode = 'frozen';
    const silent = queryInTime(dataSource, 'SELECT 1', [], 100);
    await expect(silent).rejects.toThrow(
      'The database has not answered within 100 ms.',
    );
    proxy.mode = 'passing';
    expect(await queryInTime(dataSource, 'SELECT 2 AS x', [])).toEqual([
      { x: 2 },
    ]);
  });

  it('leaves nothing running on the server', async () => {
    const slow = queryInTime(dataSource, 'SELECT pg_sleep(60)', [], 100);
    await expect(slow).rejects.toThrow('has not answered');
    const running = `SELECT count(*)::int AS count FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(60)%' AND state = 'active'`;
    for (let left = 1; left > 0;) {
      const rows = await queryInTime(dataSource, running, []);
      const [{ count }] = rows as [{ readonly count: number }];
      left = count;
    }
  });
});
