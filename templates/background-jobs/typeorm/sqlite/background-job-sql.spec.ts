import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BackgroundJobNameFilter } from '../abstractions/background-job-name-filter.js';
import type { BackgroundJobsTable } from './background-jobs-table.js';
import { claimDue } from './claim-sql.js';
import { deleteCompleted } from './cleanup-sql.js';
import { createTestDatabase } from './testing/create-test-database.js';
import type { TestDatabase } from './testing/test-database-kind.js';

describe('The plan of SQLite', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.destroy());

  async function explain(
    statement: (table: BackgroundJobsTable) => Promise<unknown>,
  ): Promise<string[]> {
    const { dataSource } = database;
    const name = dataSource.driver.escape(
      dataSource.getMetadata('BackgroundJobRecord').tableName,
    );
    const steps: string[] = [];
    const query = async (text: string, parameters: unknown[]) => {
      const plan: readonly { readonly detail: string }[] =
        await dataSource.query(`EXPLAIN QUERY PLAN ${text}`, parameters);
      steps.push(...plan.map(({ detail }) => detail));
      return [];
    };
    await statement({ name, query });
    return steps;
  }

  it.each([null, 'app'])(
    'of a claim for the application %s is ranges of its index, and ends with the rows that were found',
    async (applicationName) => {
      const nameFilter = BackgroundJobNameFilter.none;
      const steps = await explain((table) =>
        claimDue(table, {
          applicationName,
          nameFilter,
          maxResultCount: 100,
          maxCountByName: new Map(),
          order: 'dueTime',
          leaseDuration: 1_000,
        }),
      );
      expect(
        steps.filter((step) =>
          /SEARCH .* USING .*INDEX IX_\w*BackgroundJobs_Due/.test(step),
        ),
      ).toHaveLength(3);
      expect(
        steps.filter(
          (step) => step.startsWith('SCAN') && step.includes('BackgroundJobs'),
        ),
      ).toEqual([]);
      expect(steps).toContain('MATERIALIZE due');
    },
  );

  it('of a clean-up is a range of its index', async () => {
    const steps = await explain((table) =>
      deleteCompleted(table, 'app', new Date(), 100),
    );
    expect(steps.join()).toMatch(
      /INDEX IX_\w*BackgroundJobs_Completed \(ApplicationName=\? AND CompletionTime<\?\)/,
    );
  });
});
