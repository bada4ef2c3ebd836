import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BackgroundJobNameFilter } from '../abstractions/background-job-name-filter.js';
import { BackgroundJobPriority } from '../abstractions/background-job-priority.js';
import { toBinary } from './background-job-document.js';
import { Binary, Long, ObjectId } from './driver.js';
import { createTestDatabase } from './testing/create-test-database.js';
import type { TestDatabase } from './testing/test-database-kind.js';
import { testDatabase } from './testing/test-database.js';

const suite = testDatabase.available ? describe : describe.skip;

const id = '3f2504e0-4f89-11d3-9a0c-0305e82c3301';

// BSON as the specification (bsonspec.org) has it, without the driver's own writer; as hexadecimal text.
const int32 = (value: number): string => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes.toString('hex');
};
const date = (value: Date): string => {
  const bytes = Buffer.alloc(8);
  bytes.writeUIntLE(value.getTime(), 0, 6);
  return bytes.toString('hex');
};
const ended = (value: string): string =>
  Buffer.from(`${value}\0`).toString('hex');
const text = (value: string): string =>
  int32(Buffer.byteLength(value) + 1) + ended(value);
const element = (type: string, name: string, value: string): string =>
  type + ended(name) + value;
const nothing = '';
const document = (...elements: readonly string[]): string => {
  const body = elements.join('');
  return `${int32(body.length / 2 + 5)}${body}00`;
};

suite(`The documents of jobs, on ${testDatabase.name}`, () => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => database.destroy());

  const collection = () => database.jobs.collection;
  const claimOne = async () => {
    const { jobs } = await database.store.claim({
      applicationName: null,
      nameFilter: BackgroundJobNameFilter.none,
      maxResultCount: 1,
      maxCountByName: new Map(),
      order: 'dueTime',
      leaseDuration: 60_000,
    });
    const [job] = jobs;
    if (!job) {
      throw new Error('There is no job.');
    }
    return job;
  };

  it('are, to the byte, what ABP writes', async () => {
    const time = new Date('2026-11-21T10:00:00.123Z');
    await database.store.insert({
      id,
      jobName: 'emails',
      jobArgs: '{"to":"jürgen"}',
      creationTime: time,
      nextTryTime: time,
      priority: BackgroundJobPriority.High,
      extraProperties: { owner: 'crm' },
    });
    const raw = (await collection().findOne({}, { raw: true })) as unknown;
    const stored = await collection().findOne({});
    const uuid = `${int32(16)}04${id.replace(/-/g, '')}`;
    expect(Buffer.from(raw as Uint8Array).toString('hex')).toBe(
      document(
        element('05', '_id', uuid),
        element('0a', 'ApplicationName', nothing),
        element('02', 'JobName', text('emails')),
        element('02', 'JobArgs', text('{"to":"jürgen"}')),
        element('10', 'TryCount', int32(0)),
        element('09', 'CreationTime', date(time)),
        element('09', 'NextTryTime', date(time)),
        element('0a', 'LastTryTime', nothing),
        element('08', 'IsAbandoned', '00'),
        element('0a', 'CompletionTime', nothing),
        element('10', 'Priority', int32(25)),
        element('02', 'ConcurrencyStamp', text(stored?.ConcurrencyStamp ?? '')),
        element('02', 'owner', text('crm')),
      ),
    );
    expect(stored?.ConcurrencyStamp).toMatch(/^[0-9a-f]{32}$/);
  });

  it('may be those of older versions, without what came later', async () => {
    const time = new Date(0);
    await collection().insertOne({
      _id: toBinary(id),
      JobName: 'emails',
      JobArgs: '{}',
      TryCount: 0,
      CreationTime: time,
      NextTryTime: time,
      LastTryTime: null,
      IsAbandoned: false,
      Priority: 15,
      ConcurrencyStamp: 'a'.repeat(32),
    } as unknown as Parameters<ReturnType<typeof collection>['insertOne']>[0]);
    expect(await claimOne()).toMatchObject({
      id,
      applicationName: null,
      completionTime: null,
      dueTime: time,
      extraProperties: {},
    });
  });

  it('keep elements that others have put there, to the type, through all that happens to a job', async () => {
    const others: Readonly<Record<string, unknown>> = {
      TenantId: new Binary(new Uint8Array(16).fill(7), 4),
      Owner: new ObjectId(),
      Large: Long.fromString('9007199254740993'),
      Since: new Date(5),
      'a.b': null,
    };
    await database.store.insert({ id, jobName: 'emails', jobArgs: '{}' });
    const stored = await collection().findOne({});
    await collection().deleteOne({});
    await collection().insertOne(Object.assign({}, stored, others));
    const raw = async () => {
      const found = await collection().findOne(
        {},
        { promoteValues: false, promoteLongs: false },
      );
      return Object.keys(others).map((name) => found?.[name]);
    };
    const before = await raw();
    const first = await claimOne();
    await database.store.renew(
      [
        {
          ...first,
          extraProperties: { ...first.extraProperties, progress: 1 },
        },
      ],
      60_000,
    );
    await database.store.settle([
      {
        id,
        concurrencyStamp: first.concurrencyStamp,
        kind: 'retry',
        nextTryTime: new Date(0),
        extraProperties: {
          ...first.extraProperties,
          lastError: { message: 'x' },
        },
      },
    ]);
    const second = await claimOne();
    await database.store.release([second]);
    const third = await claimOne();
    await database.store.update({ ...third, isAbandoned: true });
    await database.store.change({ ids: [id] }, { kind: 'requeue' });
    expect(await raw()).toEqual(before);
    expect(await collection().findOne({})).toMatchObject({
      progress: 1,
      lastError: { message: 'x' },
    });
  });

  it.each(['JobName', '_id', 'a.b', '$set', ''])(
    'have no extra property named %o',
    async (name) => {
      const job = {
        id,
        jobName: 'emails',
        jobArgs: '{}',
        extraProperties: { [name]: 1 },
      };
      await expect(database.store.insert(job)).rejects.toThrow(RangeError);
      expect(await database.store.find(id)).toBeNull();
    },
  );
});
