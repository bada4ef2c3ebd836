import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import { createJobHost } from '../testing/job-host.js';
import { EmailArgs } from '../testing/test-args.js';
import { MongoServerError } from './driver.js';
import type { ClientSession } from './driver.js';
import { createTestDatabase } from './testing/create-test-database.js';
import type { TestDatabase } from './testing/test-database-kind.js';
import { testDatabase } from './testing/test-database.js';
import { sessionOf } from './transaction-session.js';

const suite = testDatabase.available ? describe : describe.skip;

const newJob = () => ({ id: randomUUID(), jobName: 'emails', jobArgs: '{}' });

suite(
  `A job enqueued in a transaction of the application, on ${testDatabase.name}`,
  () => {
    let database: TestDatabase;
    let session: ClientSession;
    let told: string[];

    beforeEach(async () => {
      database = await createTestDatabase();
      session = database.jobs.client.startSession();
      told = [];
    });
    afterEach(async () => {
      await session.endSession();
      await database.destroy();
    });

    /** Stores a job; returns its id. */
    async function insert(transaction: object = session): Promise<string> {
      const job = newJob();
      await database.repository.insertMany([job], {
        transaction,
        onCommitted: (stored) => told.push(...stored),
      });
      return job.id;
    }

    const find = (id: string) => database.repository.find(id);

    /** On a standalone server there are no transactions, and what is to be seen is that the session is refused. */
    const inTransactions = (name: string, test: () => Promise<void>) =>
      it(name, async () => {
        if (database.hasTransactions) {
          await test();
        } else {
          await expect(insert()).rejects.toThrow(
            /standalone[\s\S]*rs\.initiate/,
          );
        }
      });

    inTransactions(
      'is there after the commit, and neither there for others nor told before it',
      async () => {
        let id = '';
        await session.withTransaction(async () => {
          id = await insert();
          expect(await find(id)).toBeNull();
          expect(told).toEqual([]);
        });
        expect(await find(id)).toMatchObject({ jobName: 'emails' });
        expect(told).toEqual([id]);
      },
    );

    inTransactions(
      'is rolled back with it, and never told, nor by the next transaction',
      async () => {
        let id = '';
        const failing = session.withTransaction(async () => {
          id = await insert();
          throw new Error('changed my mind');
        });
        await expect(failing).rejects.toThrow('changed my mind');
        expect(await find(id)).toBeNull();
        let next = '';
        await session.withTransaction(async () => {
          next = await insert();
        });
        expect(told).toEqual([next]);
      },
    );

    inTransactions(
      'is told once where the transaction is done twice, because it collided with another one',
      async () => {
        const ids: string[] = [];
        await session.withTransaction(async () => {
          ids.push(await insert());
          if (ids.length === 1) {
            throw new MongoServerError({
              message: 'collided',
              errorLabels: ['TransientTransactionError'],
            });
          }
        });
        expect(ids).toHaveLength(2);
        expect(told).toEqual(ids.slice(1));
      },
    );

    inTransactions(
      'is told after each commit of a session that the caller commits himself',
      async () => {
        const committed: string[] = [];
        for (const end of ['commit', 'abort', 'commit'] as const) {
          session.startTransaction();
          const id = await insert();
          if (end === 'commit') {
            await session.commitTransaction();
            // The driver allows it, in case the first answer was lost.
            await session.commitTransaction();
            committed.push(id);
          } else {
            await session.abortTransaction();
          }
        }
        expect(told).toEqual(committed);
      },
    );

    inTransactions(
      'is told at once by a session that is in no transaction',
      async () => {
        const id = await insert();
        expect(told).toEqual([id]);
        expect(await find(id)).toMatchObject({ jobName: 'emails' });
      },
    );

    inTransactions(
      'need not be told which transaction that is where there is a current one',
      async () => {
        const { manager, currentTransaction } = createJobHost({
          store: database.store,
        });
        const failing = session.withTransaction(() =>
          currentTransaction.run(session, async () => {
            await manager.enqueue(new EmailArgs('a@example.org'));
            throw new Error('changed my mind');
          }),
        );
        await expect(failing).rejects.toThrow('changed my mind');
        expect(await database.store.getCounts({})).toEqual([]);
      },
    );

    it('has to be given a ClientSession', async () => {
      await expect(insert(database.jobs.client)).rejects.toThrow(
        /has to be a ClientSession[\s\S]*of the type MongoClient/,
      );
    });

    it('cannot be in a session that has ended', async () => {
      await session.endSession();
      await expect(insert()).rejects.toThrow('has ended');
    });

    it('cannot be in a session of another client', async () => {
      const other = (await database.connect()).jobs.client.startSession();
      await expect(insert(other)).rejects.toThrow(
        'one transaction cannot cover both',
      );
      await other.endSession();
    });

    it('cannot be rolled back by a standalone server, which is told before anything is stored', () => {
      const standalone = Object.create(database.jobs.client, {
        topology: {
          value: {
            description: {
              servers: new Map([['host', { type: 'Standalone' }]]),
            },
          },
        },
      }) as typeof database.jobs.client;
      const started = Object.create(session, {
        client: { value: standalone },
      }) as ClientSession;
      expect(() => sessionOf(started, standalone)).toThrow(
        /standalone one, which has no transactions[\s\S]*rs\.initiate/,
      );
    });
  },
);
