import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import { BackgroundJobNameFilter } from '../abstractions/background-job-name-filter.js';
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
