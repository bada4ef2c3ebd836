import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { BackgroundJobNameFilter } from '../abstractions/background-job-name-filter.js';
import { createJobHost } from '../testing/job-host.js';
import { EmailArgs } from '../testing/test-args.js';
import { openJobsDataSource } from './jobs-data-source.js';
import { createTestDatabase } from './testing/create-test-database.js';
import type { TestDatabase } from './testing/test-database-kind.js';
import { testDatabase } from './testing/test-database.js';
import { TypeOrmBackgroundJobRepository } from './typeorm-background-job.repository.js';

const suite = testDatabase.available ? describe : describe.skip;

suite(
  `A job enqueued in a transaction of the application, on ${testDatabase.name}`,
  () => {
    let database: TestDatabase;

    beforeEach(async () => {
      database = await createTestDatabase();
    });
    afterEach(() => database.destroy());

    const newJob = () => ({
      id: randomUUID(),
      jobName: 'emails',
      jobArgs: '{}',
    });

    it('is there after the commit, and not for others before it', async () => {
      const job = newJob();
      const other = await database.connect();
      await database.dataSource.transaction(async (transaction) => {
        await database.repository.insertMany([job], { transaction });
        expect(await other.repository.find(job.id)).toBeNull();
      });
      expect(await other.repository.find(job.id)).toMatchObject(job);
    });

    it('is rolled back with it', async () => {
      const job = newJob();
      const failing = database.dataSource.transaction(async (transaction) => {
        await database.repository.insertMany([job], { transaction });
        throw new Error('changed my mind');
      });
      await expect(failing).rejects.toThrow('changed my mind');
      expect(await database.repository.find(job.id)).toBeNull();
    });

    it('is due from the time of enqueueing, not from the start of the transaction', async () => {
      const [early, late] = [newJob(), newJob()];
      await database.dataSource.transaction(async (transaction) => {
        await database.repository.insertMany([early], { transaction });
        await new Promise((resolve) => setTimeout(resolve, 50));
        await database.repository.insertMany([late], { transaction });
      });
      const jobs = await database.repository.getWaitingList(
        null,
        2,
        BackgroundJobNameFilter.none,
      );
      const dueTimes = jobs.map(({ nextTryTime }) => nextTryTime.getTime());
      expect(jobs.map(({ id }) => id)).toEqual([early.id, late.id]);
      expect(
        Math.max(...dueTimes) - Math.min(...dueTimes),
      ).toBeGreaterThanOrEqual(45);
      expect(jobs.map(({ creationTime }) => creationTime.getTime())).toEqual(
        dueTimes,
      );
    });

    describe('is told with its id', () => {
      /** What was told so far, and an insert that tells. */
      function createTold() {
        const told: string[] = [];
        const insert = async (transaction: EntityManager) => {
          const job = newJob();
          await database.repository.insertMany([job], {
            transaction,
            onCommitted: (stored) => told.push(...stored),
          });
          return job.id;
        };
        return { told, insert };
      }

      it('after the commit, and not before', async () => {
        const { told, insert } = createTold();
        const id = await database.dataSource.transaction(async (manager) => {
          const inserted = await insert(manager);
          expect(told).toEqual([]);
          return inserted;
        });
        expect(told).toEqual([id]);
      });

      it('never when it is rolled back, nor by the next transaction', async () => {
        const { told, insert } = createTold();
        const failing = database.dataSource.transaction(async (manager) => {
          await insert(manager);
          throw new Error('changed my mind');
        });
        await expect(failing).rejects.toThrow('changed my mind');
        await database.dataSource.transaction((manager) =>
          manager.query('SELECT 1'),
        );
        expect(told).toEqual([]);
      });

      it('only when it is there, where the application has ignored an error', async () => {
        const { told, insert } = createTold();
        const id = await database.dataSource.transaction(async (manager) => {
          const inserted = await insert(manager);
          await manager.query('SELECT nonsense').catch((): void => undefined);
          return inserted;
        });
        // On PostgreSQL the transaction is rolled back, on SQLite it is not.
        const stored = await database.repository.find(id);
        expect(told).toEqual(stored ? [id] : []);
      });

      it('after the outermost commit, without what a savepoint took back', async () => {
        const { told, insert } = createTold();
        const kept = await database.dataSource.transaction(async (outer) => {
          const first = await insert(outer);
          const failing = outer.transaction(async (inner) => {
            await insert(inner);
            await inner.transaction(insert);
            throw new Error('changed my mind');
          });
          await expect(failing).rejects.toThrow('changed my mind');
          const second = await outer.transaction(insert);
          expect(told).toEqual([]);
          return [first, second];
        });
        expect(told).toEqual(kept);
      });

      it('after the commit of a QueryRunner, each time it is used', async () => {
        const { told, insert } = createTold();
        const queryRunner = database.dataSource.createQueryRunner();
        const ids: string[] = [];
        for (const end of ['commit', 'rollback', 'commit'] as const) {
          await queryRunner.startTransaction();
          const id = await insert(queryRunner.manager);
          if (end === 'commit') {
            await queryRunner.commitTransaction();
            ids.push(id);
          } else {
            await queryRunner.rollbackTransaction();
          }
        }
        await queryRunner.release();
        expect(told).toEqual(ids);
      });

      it('at once by a manager that is in no transaction', async () => {
        const { told, insert } = createTold();
        const id = await insert(database.dataSource.manager);
        expect(told).toEqual([id]);
      });
    });

    it('need not be told which transaction that is where there is a current one', async () => {
      const { manager, currentTransaction } = createJobHost({
        store: database.store,
      });
      const failing = database.dataSource.transaction((transaction) =>
        currentTransaction.run(transaction, async () => {
          await manager.enqueue(new EmailArgs('a@example.org'));
          throw new Error('changed my mind');
        }),
      );
      await expect(failing).rejects.toThrow('changed my mind');
      expect(await database.store.getCounts({})).toEqual([]);
    });

    it('has to be given an EntityManager', async () => {
      await expect(
        database.repository.insertMany([newJob()], {
          transaction: database.dataSource,
        }),
      ).rejects.toThrow(
        /has to be a TypeORM EntityManager.*of the type DataSource/,
      );
    });

    it('cannot be in a transaction of another database', async () => {
      const elsewhere = await createTestDatabase();
      const failing = elsewhere.dataSource.transaction((transaction) =>
        database.repository.insertMany([newJob()], { transaction }),
      );
      await expect(failing).rejects.toThrow(
        'one transaction cannot cover both',
      );
      await elsewhere.destroy();
    });

    it('is the only kind that a rollback takes away: what the module does by itself is not drawn into an open transaction', async () => {
      const host = (await database.connect()).dataSource;
      const jobs = await openJobsDataSource(undefined, host, {});
      const repository = new TypeOrmBackgroundJobRepository(jobs.dataSource);
      const [inside, outside] = [newJob(), newJob()];
      let inserted: Promise<unknown> = Promise.resolve();
      const failing = host.transaction(async (transaction) => {
        await repository.insertMany([inside], { transaction });
        inserted = repository.insertMany([outside]);
        await new Promise((resolve) => setTimeout(resolve, 50));
        throw new Error('rolled back');
      });
      await expect(failing).rejects.toThrow('rolled back');
      await inserted;
      expect(await repository.find(inside.id)).toBeNull();
      expect(await repository.find(outside.id)).toMatchObject(outside);
      await jobs.close();
    });
  },
);
