import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import { BackgroundJobNameFilter } from '../abstractions/background-job-name-filter.js';
import type { BackgroundJobsTable } from './background-jobs-table.js';
import { claimDue } from './claim-sql.js';
import { deleteCompleted } from './cleanup-sql.js';
import { insertJobs } from './insert-sql.js';
import { selectPage } from './operations-sql.js';
import { renewClaims, settleClaims } from './settle-sql.js';
import { createTestDatabase } from './testing/create-test-database.js';
import type { TestDatabase } from './testing/test-database-kind.js';

const noStatistics = 'DELETE FROM sqlite_stat1';
/** What `ANALYZE` would write: rows, and rows for each value of the first columns of an index. */
const millionScheduled = `INSERT INTO sqlite_stat1 SELECT tbl_name, name, CASE WHEN name LIKE '%_Due' THEN '1000000 500000 100000 1' ELSE '1000000 1' END
  FROM sqlite_schema WHERE type = 'index' AND tbl_name LIKE '%BackgroundJobs'`;

describe.each([
  ['without statistics', [noStatistics]],
  [
    'with the statistics of 1,000,000 scheduled jobs',
    [noStatistics, millionScheduled],
  ],
])('The plan of SQLite %s', (_, statistics) => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
    for (const statement of [
      'ANALYZE',
      ...statistics,
      'ANALYZE sqlite_schema',
    ]) {
      await database.dataSource.query(statement);
    }
  });
  afterAll(() => database.destroy());

  /** The steps of all statements, one list. */
  async function explain(
    statement: (table: BackgroundJobsTable) => Promise<unknown>,
  ): Promise<string[]> {
    const { dataSource } = database;
    const name = dataSource.driver.escape(
      dataSource.getMetadata('BackgroundJobRecord').tableName,
    );
    const steps: string[] = [];
    const query: BackgroundJobsTable['query'] = async (text, parameters) => {
      const plan: readonly { readonly detail: string }[] =
        await dataSource.query(`EXPLAIN QUERY PLAN ${text}`, parameters);
      steps.push(...plan.map(({ detail }) => detail));
      const rows: unknown = await dataSource.query(text, parameters);
      return rows as unknown[];
    };
    await statement({ name, query });
    return steps;
  }

  const scansOf = (steps: readonly string[]) =>
    steps.filter((step) => /^SCAN (job|\w*BackgroundJobs)/.test(step));

  it.each([null, 'app'])(
    'of a claim for the application %s is ranges of its index in their order, and so is that of the next due time',
    async (applicationName) => {
      const steps = await explain((table) =>
        claimDue(table, {
          applicationName,
          nameFilter: BackgroundJobNameFilter.none,
          maxResultCount: 100,
          maxCountByName: new Map(),
          order: 'dueTime',
          leaseDuration: 1_000,
        }),
      );
      const searches = steps.filter((step) =>
        /SEARCH .* USING .*INDEX IX_\w*BackgroundJobs_Due/.test(step),
      );
      expect(searches).toHaveLength(6);
      expect(searches.filter((step) => step.includes('NextTryTime'))).toEqual([
        expect.stringContaining('NextTryTime<?'),
        expect.stringContaining('NextTryTime>?'),
      ]);
      expect(steps.join()).not.toContain('ORDER BY');
      expect(scansOf(steps)).toEqual([]);
    },
  );

  it('of storing, renewing and settling is the primary key', async () => {
    const claims = [{ id: randomUUID(), concurrencyStamp: 'run:0' }];
    const settlements = [
      { ...claims[0], kind: 'delete' },
      { ...claims[0], kind: 'complete' },
    ] as Parameters<typeof settleClaims>[1];
    const steps = [
      ...(await explain((table) =>
        insertJobs(
          table,
          [{ id: randomUUID(), jobName: 'emails', jobArgs: '{}' }],
          {},
        ),
      )),
      ...(await explain((table) => renewClaims(table, claims, 1_000))),
      ...(await explain((table) => settleClaims(table, settlements))),
    ];
    expect(scansOf(steps)).toEqual([]);
    expect(
      steps.filter((step) => step.includes('sqlite_autoindex')),
    ).toHaveLength(4);
  });

  it('of a clean-up is a range of its index', async () => {
    const steps = await explain((table) =>
      deleteCompleted(table, 'app', new Date(), 100),
    );
    expect(steps.join()).toMatch(
      /INDEX IX_\w*BackgroundJobs_Completed \(ApplicationName=\? AND CompletionTime<\?\)/,
    );
  });

  it('of a page is the primary key, and of abandoned jobs an index of their own', async () => {
    const page = await explain((table) => selectPage(table, {}, {}));
    const abandoned = await explain((table) =>
      selectPage(table, { states: ['abandoned'] }, {}),
    );
    expect(page.join()).toMatch(/USING INDEX sqlite_autoindex/);
    expect(abandoned.join()).toMatch(/USING INDEX IX_\w*_Abandoned/);
    expect([...page, ...abandoned].join()).not.toContain('ORDER BY');
  });
});
