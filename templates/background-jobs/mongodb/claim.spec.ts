import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import { BackgroundJobNameFilter } from '../abstractions/background-job-name-filter.js';
import type { ClaimRequest } from '../abstractions/background-job-store.js';
import type { BackgroundJobDocument } from './background-job-document.js';
import type { Filter } from './driver.js';
import { createTestDatabase } from './testing/create-test-database.js';
import type { TestDatabase } from './testing/test-database-kind.js';
import { testDatabase } from './testing/test-database.js';
import { flatten } from '../domain/flatten.js';

const suite = testDatabase.available ? describe : describe.skip;
const HOUR = 3_600_000;

const request: ClaimRequest = {
  applicationName: null,
  nameFilter: BackgroundJobNameFilter.none,
  maxResultCount: 5,
  maxCountByName: new Map(),
  order: 'dueTime',
  leaseDuration: 60_000,
};

/** What the client tells of a command. */
interface Command {
  readonly commandName: string;
  readonly command: object;
}

interface FindCommand {
  readonly filter: Filter<BackgroundJobDocument>;
  readonly sort: Readonly<Record<string, 1 | -1>>;
  readonly hint: Readonly<Record<string, 1 | -1>>;
  readonly limit: number;
}

interface ExplainedFind {
  readonly queryPlanner: { readonly winningPlan: Stage };
  readonly executionStats: { readonly totalDocsExamined: number };
}

interface Stage {
  readonly stage?: string;
  readonly inputStage?: Stage;
  readonly indexName?: string;
}

suite(`Claims, on ${testDatabase.name}`, () => {
  let database: TestDatabase;
  let commands: Command[];

  beforeEach(async () => {
    database = await createTestDatabase({ monitorCommands: true });
    commands = [];
    database.jobs.client.on('commandStarted', (event) => commands.push(event));
  });
  afterEach(() => database.destroy());

  const given = (
    count: number,
    job: { readonly delay?: number; readonly priority?: number } = {},
  ) =>
    database.store.insertMany(
      Array.from({ length: count }, () => ({
        id: randomUUID(),
        jobName: 'emails',
        jobArgs: '{}',
        ...job,
      })),
    );

  it('read the due jobs by the index, also beside many that are not due', async () => {
    await given(5_000, { delay: HOUR, priority: 25 });
    await given(10);
    commands.length = 0;
    expect((await database.store.claim(request)).jobs).toHaveLength(5);
    const { filter, sort, hint, limit } = (commands.find(
      ({ commandName }) => commandName === 'find',
    )?.command ?? {}) as FindCommand;
    const plan = await database.jobs.collection
      .find(filter)
      .sort(sort)
      .hint(hint)
      .limit(limit)
      .explain('executionStats');
    const { queryPlanner, executionStats } = plan as ExplainedFind;
    expect(stagesOf(queryPlanner.winningPlan)).toContain('IXSCAN');
    expect(executionStats.totalDocsExamined).toBeLessThanOrEqual(10);
  });

  it('take two commands, and one more when nothing else is due', async () => {
    await given(6);
    await database.store.claim({ ...request, maxResultCount: 1 });
    const namesOf = async (): Promise<string[]> => {
      commands.length = 0;
      await database.store.claim(request);
      return commands.map(({ commandName }) => commandName).sort();
    };
    expect(await namesOf()).toEqual(['find', 'update']);
    // The jobs that run end their leases some time: that is what is next.
    expect(await namesOf()).toEqual(['find', 'find', 'find']);
  });

  it('of several processes share what is due', async () => {
    await given(200);
    const processes = [
      database.store,
      (await database.connect()).store,
      (await database.connect()).store,
    ];
    const claimed = await Promise.all(
      processes.map(async (store) => {
        const ids: string[] = [];
        for (let more = true; more;) {
          const { jobs, mayHaveMore } = await store.claim({
            ...request,
            maxResultCount: 10,
          });
          ids.push(...jobs.map(({ id }) => id));
          more = mayHaveMore;
        }
        return ids;
      }),
    );
    const ids = flatten(claimed);
    expect(ids).toHaveLength(200);
    expect(new Set(ids).size).toBe(200);
  });

  it('leave a job to whoever has taken it since it was read', async () => {
    await given(2);
    const other = (await database.connect()).store;
    const [first] = (await other.claim({ ...request, maxResultCount: 1 })).jobs;
    await other.settle([
      {
        id: first?.id ?? '',
        concurrencyStamp: first?.concurrencyStamp ?? '',
        kind: 'retry',
        nextTryTime: new Date(0),
        extraProperties: {},
      },
    ]);
    const again = (await database.store.claim(request)).jobs;
    expect(again.map(({ tryCount }) => tryCount).sort((a, b) => a - b)).toEqual(
      [1, 2],
    );
    expect((await other.claim(request)).jobs).toEqual([]);
  });

  it('say what is missing when it is the index', async () => {
    await given(1);
    await database.jobs.collection.dropIndexes();
    const outcome = await database.store.claim(request).then(
      () => 'claimed',
      (error: unknown) => (error as Error).message,
    );
    // A server that does not heed which index it is told to use finds the job without.
    expect(outcome).toMatch(/createIndex\(|^claimed$/);
  });

  it('count no more tries than .NET can', async () => {
    await database.store.insert({
      id: randomUUID(),
      jobName: 'emails',
      jobArgs: '{}',
      tryCount: 32_767,
    });
    const [job] = (await database.store.claim(request)).jobs;
    expect(job?.tryCount).toBe(32_767);
    expect((await database.store.find(job?.id ?? ''))?.tryCount).toBe(32_767);
  });
});

function stagesOf({ stage, inputStage }: Stage): readonly string[] {
  return [
    ...(stage ? [stage] : []),
    ...(inputStage ? stagesOf(inputStage) : []),
  ];
}
