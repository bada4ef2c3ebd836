import { afterEach, describe, expect, it } from 'vitest';
import type { Logger } from 'typeorm';
import { createJobHost, jobOf, type JobHost } from '../testing/job-host.js';
import { EmailArgs } from '../testing/test-args.js';
import { until } from '../testing/until.js';
import { createTestDatabase } from './testing/create-test-database.js';
import type { TestDatabase } from './testing/test-database-kind.js';
import { testDatabase } from './testing/test-database.js';

const suite = testDatabase.available ? describe : describe.skip;

/** Keeps every statement that goes to the database. */
function createStatementLog(): Logger & { readonly statements: string[] } {
  const statements: string[] = [];
  return {
    statements,
    logQuery: (statement) => void statements.push(statement.trim()),
    logQueryError: () => undefined,
    logQuerySlow: () => undefined,
    logSchemaBuild: () => undefined,
    logMigration: () => undefined,
    log: () => undefined,
  };
}

// What speed depends on, told without a stopwatch: how often the database is asked.
suite('statements', () => {
  let database: TestDatabase | undefined;
  let host: JobHost | undefined;

  afterEach(async () => {
    await host?.stopAll();
    await database?.destroy();
  });

  it('1,000 jobs are stored by one, and claimed and settled by less than 100 together', async () => {
    const log = createStatementLog();
    database = await createTestDatabase({ logger: log, logging: ['query'] });
    let runs = 0;
    host = createJobHost({
      store: database.store,
      jobs: [
        jobOf(EmailArgs, () => {
          runs += 1;
        }),
      ],
      options: { jobPollPeriod: 60_000 },
    });
    log.statements.length = 0;
    const requests = Array.from({ length: 1_000 }, (_, index) => ({
      args: new EmailArgs(`${index}`),
    }));
    await host.manager.enqueueMany(requests);
    expect(log.statements).toHaveLength(1);

    await host.createWorker().start();
    await until(() => runs === 1_000);
    await host.stopAll();
    expect(log.statements.length - 1).toBeLessThan(100);
    expect(await database.store.getWaitingJobs(null, 1)).toEqual([]);
  });

  it('one job takes eight at most, one of PostgreSQL for each of insert, claim, settlement and the claim that finds no more', async () => {
    const log = createStatementLog();
    database = await createTestDatabase({ logger: log, logging: ['query'] });
    let runs = 0;
    host = createJobHost({
      store: database.store,
      jobs: [
        jobOf(EmailArgs, () => {
          runs += 1;
        }),
      ],
      options: { jobPollPeriod: 60_000, maxParallelJobExecutionCount: 1 },
    });
    await host.createWorker().start();
    await until(() => log.statements.some((text) => text.startsWith('WITH')));
    log.statements.length = 0;
    await host.manager.enqueue(new EmailArgs('me'));
    await until(() => runs === 1);
    await host.stopAll();
    expect(log.statements.length).toBeLessThanOrEqual(8);
  });
});
