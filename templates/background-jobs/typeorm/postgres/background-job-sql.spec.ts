import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BackgroundJobNameFilter } from '../abstractions/background-job-name-filter.js';
import type { BackgroundJobsTable } from './background-jobs-table.js';
import { claimDue } from './claim-sql.js';
import { deleteCompleted } from './cleanup-sql.js';
import { createTestDatabase } from './testing/create-test-database.js';
import type { TestDatabase } from './testing/test-database-kind.js';
import { testDatabase } from './testing/test-database.js';

const suite = testDatabase.available ? describe : describe.skip;

suite('Beside 20,000 scheduled and 20,000 completed jobs', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
    await database.dataSource.query(`INSERT INTO ${tableName()}
      ("Id", "ApplicationName", "JobName", "JobArgs", "CreationTime", "NextTryTime", "CompletionTime", "Priority", "ExtraProperties", "ConcurrencyStamp")
      SELECT gen_random_uuid(), CASE WHEN n % 2 = 0 THEN 'app' END, 'emails', '{}', now(), now() + interval '1 day',
        CASE WHEN n > 20000 THEN now() END, 5 * (n % 5 + 1), '{}', '' FROM generate_series(1, 40000) AS n`);
    await database.dataSource.query(`ANALYZE ${tableName()}`);
  });
  afterAll(() => database.destroy());

  function tableName(): string {
    const { dataSource } = database;
    return dataSource.driver.escape(
      dataSource.getMetadata('BackgroundJobRecord').tableName,
    );
  }

  async function explain(
    statement: (table: BackgroundJobsTable) => Promise<unknown>,
  ): Promise<string> {
    const plans: string[] = [];
    const query = async (text: string, parameters: unknown[]) => {
      const plan: Readonly<Record<string, unknown>>[] =
        await database.dataSource.query(`EXPLAIN ANALYZE ${text}`, parameters);
      plans.push(...plan.map((line) => String(line['QUERY PLAN'])));
      return [];
    };
    await statement({ name: tableName(), query });
    return plans.join('\n');
  }

  it.each([null, 'app'])(
    'a claim of the application %s reads ranges of its index, in order',
    async (applicationName) => {
      const nameFilter = BackgroundJobNameFilter.include(['emails']);
      const plan = await explain((table) =>
        claimDue(table, {
          applicationName,
          nameFilter,
          maxResultCount: 100,
          maxCountByName: new Map(),
          order: 'dueTime',
          leaseDuration: 1_000,
        }),
      );
      expect(plan.match(/using "IX_\w*BackgroundJobs_Due"/g)).toHaveLength(3);
      expect(plan).not.toContain('Seq Scan');
      // The one sort is of the rows that were claimed.
      expect(plan.match(/Sort Key/g)).toHaveLength(1);
    },
  );

  it.each([null, 'app'])(
    'a clean-up for the application %s reads a range of its index',
    async (applicationName) => {
      const plan = await explain((table) =>
        deleteCompleted(table, applicationName, new Date(0), 100).catch(
          () => undefined,
        ),
      );
      expect(plan).toMatch(/using "IX_\w*BackgroundJobs_Completed"/);
      expect(plan).not.toContain('Seq Scan');
    },
  );
});
