import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import { BackgroundJobNameFilter } from '../abstractions/background-job-name-filter.js';
import type { BackgroundJobsTable } from './background-jobs-table.js';
import { claimDue } from './claim-sql.js';
import { deleteCompleted } from './cleanup-sql.js';
import { insertJobs } from './insert-sql.js';
import { changeJobs, selectPage } from './operations-sql.js';
import { renewClaims, settleClaims } from './settle-sql.js';
import { createTestDatabase } from './testing/create-test-database.js';
import type { TestDatabase } from './testing/test-database-kind.js';
import { testDatabase } from './testing/test-database.js';

const suite = testDatabase.available ? describe : describe.skip;
const applications: readonly (string | null)[] = [null, 'app'];

const claimOf = (applicationName: string | null) => ({
  applicationName,
  nameFilter: BackgroundJobNameFilter.exclude(['reports']),
  maxResultCount: 100,
  maxCountByName: new Map<string, number>(),
  order: 'dueTime' as const,
  leaseDuration: 1_000,
});

const held = (count: number) =>
  Array.from({ length: count }, () => ({
    id: randomUUID(),
    concurrencyStamp: `run:${'0'.repeat(32)}`,
  }));

const newJobs = (count: number, applicationName: string | null = null) =>
  Array.from({ length: count }, () => ({
    id: randomUUID(),
    applicationName,
    jobName: 'emails',
    jobArgs: '{}',
  }));

// What is counted are pages of tables and indexes: the same on every machine.
suite('Beside 1,000,000 scheduled jobs', () => {
  let database: TestDatabase;
  let table: BackgroundJobsTable;

  beforeAll(async () => {
    database = await createTestDatabase();
    const { dataSource } = database;
    const name = dataSource.driver.escape(
      dataSource.getMetadata('BackgroundJobRecord').tableName,
    );
    table = {
      name,
      query: (text, parameters) => dataSource.query(text, parameters),
    };
    await dataSource.query(`INSERT INTO ${name}
      ("Id", "ApplicationName", "JobName", "JobArgs", "CreationTime", "NextTryTime", "Priority", "ExtraProperties", "ConcurrencyStamp")
      SELECT gen_random_uuid(), CASE WHEN n % 2 = 0 THEN 'app' END, 'emails', '{}', now(), now() + interval '1 day', 5 * (n % 5 + 1), '{}', ''
      FROM generate_series(1, 1000000) AS n`);
    await dataSource.query(`ANALYZE ${name}`);
  }, 120_000);
  afterAll(() => database.destroy());

  async function explain(
    statement: (table: BackgroundJobsTable) => Promise<unknown>,
  ): Promise<{ readonly plan: string; readonly pages: number }> {
    const plans: string[] = [];
    const query: BackgroundJobsTable['query'] = async (text, parameters) => {
      const lines = (await table.query(
        `EXPLAIN (ANALYZE, BUFFERS) ${text}`,
        parameters,
      )) as readonly { readonly 'QUERY PLAN': string }[];
      plans.push(lines.map((line) => line['QUERY PLAN']).join('\n'));
      return [];
    };
    await statement({ ...table, query }).catch((): void => undefined);
    const [plan, ...others] = plans;
    if (plan === undefined || others.length > 0) {
      throw new Error(`There were ${plans.length} statements.`);
    }
    const [, hit = 0] = /Buffers: shared hit=(\d+)/.exec(plan) ?? [];
    const [, read = 0] = /Buffers: shared.* read=(\d+)/.exec(plan) ?? [];
    return { plan, pages: Number(hit) + Number(read) };
  }

  it.each(applications)(
    'a claim that finds nothing for the application %s reads less than 100 pages, and so does the next due time',
    async (applicationName) => {
      const { plan, pages } = await explain((explained) =>
        claimDue(explained, claimOf(applicationName)),
      );
      expect(plan.match(/using "IX_\w*BackgroundJobs_Due"/g)).toHaveLength(4);
      expect(plan).not.toContain('Seq Scan');
      expect(pages).toBeLessThan(100);
    },
  );

  it.each(applications)(
    'a claim for the application %s reads the index in order, though the statistics know of no due job',
    async (applicationName) => {
      await insertJobs(table, newJobs(2_000, applicationName), {});
      const { plan, pages } = await explain((explained) =>
        claimDue(explained, claimOf(applicationName)),
      );
      expect(plan).not.toMatch(/Seq Scan|Bitmap/);
      // The one sort is of the rows that were claimed.
      expect(plan.match(/Sort Key/g)).toHaveLength(1);
      // 100 rows, each in three indexes, and what it takes to find them.
      expect(pages).toBeLessThan(4_000);
    },
  );

  it('one statement stores 1,000 jobs', async () => {
    const { plan, pages } = await explain((explained) =>
      insertJobs(explained, newJobs(1_000), {}),
    );
    expect(plan).toMatch(/Conflict Arbiter Indexes: PK_\w+/);
    expect(pages).toBeLessThan(20_000);
  });

  it('one statement each renews and settles 1,000 claims, by the primary key', async () => {
    const renewed = await explain((explained) =>
      renewClaims(explained, held(1_000), 1_000),
    );
    const settled = await explain((explained) =>
      settleClaims(
        explained,
        held(1_000).map((claim) => ({ ...claim, kind: 'delete' })),
      ),
    );
    for (const { plan } of [renewed, settled]) {
      expect(plan).toMatch(/using "PK_\w+"/);
      expect(plan).not.toContain('Seq Scan');
    }
  });

  it.each(applications)(
    'a clean-up for the application %s reads a range of its index',
    async (applicationName) => {
      const { plan } = await explain((explained) =>
        deleteCompleted(explained, applicationName, new Date(0), 100),
      );
      expect(plan).toMatch(/using "IX_\w*BackgroundJobs_Completed"/);
      expect(plan).not.toContain('Seq Scan');
    },
  );

  it('a page is read from the primary key, and abandoned jobs from an index of their own', async () => {
    const page = await explain((explained) => selectPage(explained, {}, {}));
    const abandoned = await explain((explained) =>
      selectPage(explained, { states: ['abandoned'] }, {}),
    );
    const requeued = await explain((explained) =>
      changeJobs(explained, { states: ['abandoned'] }, { kind: 'requeue' }),
    );
    expect(page.plan).toMatch(/Scan Backward using "PK_\w+"/);
    expect(page.pages).toBeLessThan(100);
    expect(abandoned.pages + requeued.pages).toBeLessThan(10);
  });
});
