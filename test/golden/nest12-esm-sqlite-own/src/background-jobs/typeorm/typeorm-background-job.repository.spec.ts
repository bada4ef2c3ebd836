import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import type { NewBackgroundJob } from '../abstractions/background-job-info.js';
import { BackgroundJobNameFilter } from '../abstractions/background-job-name-filter.js';
import type { BackgroundJobPriority } from '../abstractions/background-job-priority.js';
import type {
  BackgroundJobClaim,
  BackgroundJobSettlement,
  ClaimedBackgroundJob,
} from '../abstractions/background-job-store.js';
import type { BackgroundJobRecord } from '../domain/background-job-record.js';
import { createTestDatabase } from './testing/create-test-database.js';
import type {
  TestConnection,
  TestDatabase,
} from './testing/test-database-kind.js';
import { testDatabase } from './testing/test-database.js';
import { flatten } from '../domain/flatten.js';

const minute = 60_000;
const suite = testDatabase.available ? describe : describe.skip;

suite(`TypeOrmBackgroundJobRepository on ${testDatabase.name}`, () => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => database.destroy());

  async function insert(job: Partial<NewBackgroundJob> = {}): Promise<string> {
    const id = randomUUID();
    await database.repository.insertMany([
      { id, jobName: 'emails', jobArgs: '{}', ...job },
    ]);
    return id;
  }

  async function claim(
    { repository }: TestConnection = database,
    { max = 100, lease = minute, filter = BackgroundJobNameFilter.none } = {},
  ) {
    const { jobs } = await repository.claim({
      applicationName: null,
      nameFilter: filter,
      maxResultCount: max,
      maxCountByName: new Map(),
      order: 'dueTime',
      leaseDuration: lease,
    });
    return jobs;
  }

  async function claimOne(lease = minute): Promise<BackgroundJobClaim> {
    const claimed = await claim(database, { max: 1, lease });
    return only(claimed.map(claimOf));
  }

  async function find(id: string): Promise<BackgroundJobRecord> {
    const record = await database.repository.find(id);
    return only(record === null ? [] : [record]);
  }

  describe('a claim', () => {
    it('counts the try, starts the lease and stamps the row', async () => {
      const id = await insert();
      const before = await find(id);
      const claimed = await claim();
      const stored = await find(id);
      const told: Partial<ClaimedBackgroundJob> = {
        dueTime: before.nextTryTime,
        previousTryTime: null,
        wasStalled: false,
      };
      expect(claimed).toEqual([Object.assign({}, stored, told)]);
      expect(stored.tryCount).toBe(1);
      expect(stored.concurrencyStamp).toMatch(/^run:[0-9a-f]{32}$/);
      expect(stored.nextTryTime.getTime() - Number(stored.lastTryTime)).toBe(
        minute,
      );
      expect(await claim()).toEqual([]);
    });

    it('tells whose last attempt never ended, and when that began', async () => {
      await insert();
      const [first] = await claim(database, { lease: -1 });
      expect(await claim()).toMatchObject([
        { wasStalled: true, previousTryTime: first?.lastTryTime, tryCount: 2 },
      ]);
    });

    it('takes a job that was tried as often as the column can count', async () => {
      const id = await insert({ tryCount: 32_767 });
      expect(await claim()).toMatchObject([{ id, tryCount: 32_767 }]);
    });

    it('takes the highest priority first and the longest due first, whatever numbers the priorities are', async () => {
      await insert({
        jobName: 'normal, due later',
        priority: 15,
        nextTryTime: new Date(2_000),
      });
      await insert({
        jobName: 'twelve',
        priority: 12 as BackgroundJobPriority,
      });
      await insert({ jobName: 'one', priority: 1 as BackgroundJobPriority });
      await insert({
        jobName: 'highest',
        priority: 255 as BackgroundJobPriority,
      });
      await insert({
        jobName: 'normal, due first',
        priority: 15,
        nextTryTime: new Date(1_000),
      });
      const first = await claim(database, { max: 3 });
      const rest = await claim();
      expect([...first, ...rest].map(({ jobName }) => jobName)).toEqual([
        'highest',
        'normal, due first',
        'normal, due later',
        'twelve',
        'one',
      ]);
    });

    it('leaves jobs that are not due, of other applications, abandoned or completed', async () => {
      await insert({ delay: minute });
      await insert({ applicationName: 'other' });
      await insert({ isAbandoned: true });
      await insert({ completionTime: new Date() });
      expect(await claim()).toEqual([]);
    });

    it.each([`it's`, 'a "quoted" name', '100%_\\', 'имя'])(
      'filters by the name %s',
      async (name) => {
        const named = await insert({ jobName: name });
        const other = await insert({ jobName: 'other' });
        const excluded = await claim(database, {
          filter: BackgroundJobNameFilter.exclude([name]),
        });
        const included = await claim(database, {
          filter: BackgroundJobNameFilter.include([name]),
        });
        expect(excluded.map(({ id }) => id)).toEqual([other]);
        expect(included.map(({ id }) => id)).toEqual([named]);
      },
    );

    it('never gives one job to two workers', async () => {
      const jobs = 300;
      await Promise.all(
        Array.from({ length: jobs }, (_, index) =>
          insert({ priority: 5 + (index % 3) * 5 }),
        ),
      );
      const workers = [
        database,
        ...(await Promise.all([
          database.connect(),
          database.connect(),
          database.connect(),
        ])),
      ];
      const taken = await Promise.all(
        workers.map(async (worker) => {
          const ids: string[] = [];
          for (
            let batch = await claim(worker, { max: 7 });
            batch.length > 0;
            batch = await claim(worker, { max: 7 })
          ) {
            ids.push(...batch.map(({ id }) => id));
          }
          return ids;
        }),
      );
      const ids = flatten(taken);
      expect(ids).toHaveLength(jobs);
      expect(new Set(ids).size).toBe(jobs);
    });
  });

  describe('a settlement', () => {
    const settlements: readonly (readonly [
      string,
      (claim: BackgroundJobClaim) => BackgroundJobSettlement,
    ])[] = [
      ['delete', (held) => ({ ...held, kind: 'delete' })],
      ['complete', (held) => ({ ...held, kind: 'complete' })],
      [
        'retry',
        (held) => ({
          ...held,
          kind: 'retry',
          nextTryTime: new Date('2030-01-02T03:04:05.678Z'),
          extraProperties: { error: `it's "bad"` },
        }),
      ],
      [
        'abandon',
        (held) => ({
          ...held,
          kind: 'abandon',
          extraProperties: { error: 'bad' },
        }),
      ],
    ];

    it('writes what became of each job', async () => {
      const ids: string[] = [];
      const batch: BackgroundJobSettlement[] = [];
      for (const [, settlementOf] of settlements) {
        ids.push(await insert());
        batch.push(settlementOf(await claimOne()));
      }
      expect(await database.repository.settle(batch)).toEqual([]);
      const [deleted, completed, retried, abandoned] = await Promise.all(
        ids.map((id) => database.repository.find(id)),
      );
      expect(deleted).toBeNull();
      expect(completed?.completionTime).toBeInstanceOf(Date);
      expect(retried).toMatchObject({
        tryCount: 1,
        isAbandoned: false,
        extraProperties: { error: `it's "bad"` },
      });
      expect(retried?.nextTryTime.toISOString()).toBe(
        '2030-01-02T03:04:05.678Z',
      );
      expect(abandoned).toMatchObject({
        isAbandoned: true,
        extraProperties: { error: 'bad' },
      });
      expect(abandoned?.concurrencyStamp).toMatch(/^[0-9a-f]{32}$/);
    });

    it.each(settlements)(
      '%s changes nothing where somebody else has the job by now',
      async (_, settlementOf) => {
        const id = await insert();
        const late = await claimOne(-1);
        await claimOne();
        const stored = await database.repository.find(id);
        expect(await database.repository.settle([settlementOf(late)])).toEqual([
          late,
        ]);
        expect(await database.repository.renew([late], minute)).toEqual([late]);
        expect(
          await database.repository.release([
            { ...late, dueTime: new Date(), previousTryTime: null },
          ]),
        ).toEqual([late]);
        expect(await database.repository.find(id)).toEqual(stored);
      },
    );

    it.each(settlements.slice(1))(
      '%s can be repeated when its answer was lost',
      async (_, settlementOf) => {
        await insert();
        const settlement = settlementOf(await claimOne());
        await database.repository.settle([settlement]);
        expect(await database.repository.settle([settlement])).toEqual([]);
      },
    );

    it('delete, repeated, reports a lost claim: nobody can tell who deleted the row', async () => {
      await insert();
      const held = await claimOne();
      await database.repository.settle([{ ...held, kind: 'delete' }]);
      expect(
        await database.repository.settle([{ ...held, kind: 'delete' }]),
      ).toEqual([held]);
    });
  });

  it('renews the lease of everything in flight', async () => {
    await insert();
    await insert();
    const held = await claim(database, { lease: -1 });
    expect(await database.repository.renew(held.map(claimOf), minute)).toEqual(
      [],
    );
    expect(await claim()).toEqual([]);
  });

  it('gives a job back to the place it had, also when that is repeated', async () => {
    const id = await insert();
    const before = await find(id);
    const held = only(await claim());
    expect(await database.repository.release([held])).toEqual([]);
    expect(await database.repository.release([held])).toEqual([]);
    const after = await find(id);
    const { concurrencyStamp: stamp } = after;
    expect(after).toEqual(Object.assign(before, { concurrencyStamp: stamp }));
  });

  it('updates a record only under the stamp it was read with', async () => {
    const id = await insert();
    const [mine, other] = [await find(id), await find(id)];
    expect(
      await database.repository.update(
        Object.assign(mine, { jobArgs: '"mine"' }),
      ),
    ).toBe(true);
    expect(
      await database.repository.update(
        Object.assign(other, { jobArgs: '"other"' }),
      ),
    ).toBe(false);
    expect((await find(id)).jobArgs).toBe('"mine"');
  });

  it('does not find, and does not delete, what is no id', async () => {
    expect(await database.repository.find('no id')).toBeNull();
    await database.repository.delete('no id');
  });

  it('stores arguments up to the length of the column, and says what is too long', async () => {
    const id = await insert({ jobArgs: 'ä'.repeat(1_048_576) });
    expect((await find(id)).jobArgs).toHaveLength(1_048_576);
    await expect(insert({ jobArgs: 'a'.repeat(1_048_577) })).rejects.toThrow(
      "The arguments of the job 'emails' has 1048577 characters",
    );
    await expect(insert({ jobName: 'n'.repeat(129) })).rejects.toThrow(
      'there is room for 128',
    );
    await expect(insert({ applicationName: 'a'.repeat(97) })).rejects.toThrow(
      'there is room for 96',
    );
  });

  it('goes by the clock of the database where the clock of the process is wrong', async () => {
    const now = Date.now();
    const near = (time: Date | null) =>
      Math.abs(Number(time) - now) < minute / 2;
    const { delayed, claimed } = await withClockAheadBy(
      10 * minute,
      async () => {
        const delayedId = await insert({ delay: minute });
        const claimedId = await insert();
        await database.repository.renew([await claimOne()], minute);
        return {
          delayed: await find(delayedId),
          claimed: await find(claimedId),
        };
      },
    );
    expect([delayed.creationTime, claimed.lastTryTime].map(near)).toEqual([
      true,
      true,
    ]);
    expect(
      [delayed.nextTryTime, claimed.nextTryTime].map((time) =>
        near(new Date(time.getTime() - minute)),
      ),
    ).toEqual([true, true]);
  });

  it('says which table is missing, and how to make it', async () => {
    const { dataSource, repository } = database;
    await dataSource.query(
      `DROP TABLE ${dataSource.getMetadata('BackgroundJobRecord').tablePath.replace(/[^.]+/g, '"$&"')}`,
    );
    await expect(claim()).rejects.toThrow(
      /The table .*"\w*BackgroundJobs" does not exist in the database .+/,
    );
    await expect(repository.find(randomUUID())).rejects.toThrow(
      'does not exist',
    );
  });
});

function claimOf({
  id,
  concurrencyStamp,
}: BackgroundJobClaim): BackgroundJobClaim {
  return { id, concurrencyStamp };
}

function only<T>(items: readonly T[]): T {
  const [item, ...others] = items;
  if (item === undefined || others.length > 0) {
    throw new Error(`There should be one, and there are ${items.length}.`);
  }
  return item;
}

async function withClockAheadBy<T>(
  milliseconds: number,
  action: () => Promise<T>,
): Promise<T> {
  const RealDate = Date;
  class WrongDate extends RealDate {
    constructor(...values: readonly [] | readonly [string | number]) {
      super(values.length === 0 ? WrongDate.now() : values[0]);
    }
    static override now(): number {
      return RealDate.now() + milliseconds;
    }
  }
  globalThis.Date = WrongDate as DateConstructor;
  try {
    return await action();
  } finally {
    globalThis.Date = RealDate;
  }
}
