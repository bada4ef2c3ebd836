/** What MongoDB and its driver can do: the commands of the module's claim, settlement and enqueuing, without the module. */
import { type Collection, type Document, MongoClient } from 'mongodb';
import type { Adapter } from './adapter.ts';
import { freshStamp, jobDocument } from './job-document.ts';
import { nextId } from './next-id.ts';
import { serve } from './serve.ts';

const BATCH = 500;
const LEASE = 60_000;

/** The order in which jobs are taken, and the module's index. */
const ORDER = { Priority: -1, NextTryTime: 1 } as const;
const INDEX = { ApplicationName: 1, IsAbandoned: 1, CompletionTime: 1, ...ORDER } as const;

const client = new MongoClient(process.env['BENCH_STORE'] ?? '', { writeConcern: { w: 'majority' } });
const jobs: Collection<ReturnType<typeof jobDocument>> = client.db().collection('AbpBackgroundJobs');

/**
 * Takes up to a batch of due jobs, those that come after `skip` others; nothing when there are none.
 * @returns the documents as they were read, of those that now carry the stamp.
 */
async function claim(stamp: string, skip: number): Promise<readonly Document[] | undefined> {
  const now = new Date();
  const due = await jobs
    .find({ ApplicationName: null, IsAbandoned: false, CompletionTime: null, NextTryTime: { $lte: now }, JobName: { $in: ['bench'] } })
    .hint(INDEX)
    .sort(ORDER)
    .skip(skip)
    .limit(BATCH)
    .toArray();
  if (due.length === 0) {
    return undefined;
  }
  const ids = { $in: due.map(({ _id }) => _id) };
  const stamps = { $in: due.map(({ ConcurrencyStamp }) => ConcurrencyStamp as string) };
  const { matchedCount } = await jobs.updateMany(
    { _id: ids, ConcurrencyStamp: stamps, NextTryTime: { $lte: now } },
    { $set: { NextTryTime: new Date(now.getTime() + LEASE), LastTryTime: now, ConcurrencyStamp: stamp }, $inc: { TryCount: 1 } },
  );
  return matchedCount === due.length ? due : jobs.find({ _id: ids, ConcurrencyStamp: stamp }).toArray();
}

async function settle(claimed: readonly Document[], stamp: string): Promise<void> {
  const ids = { $in: claimed.map(({ _id }) => _id) };
  await jobs.find({ _id: ids }).project({ ConcurrencyStamp: 1 }).toArray();
  await jobs.deleteMany({ _id: ids, ConcurrencyStamp: stamp });
}

/** As little as a worker can do, until nothing is due: it claims while it settles what it claimed before, and keeps out of the way of others. */
async function claimAndSettle(job: Parameters<Adapter['connectWorker']>[0]): Promise<void> {
  let settled: Promise<unknown> = Promise.resolve();
  let skip = 0;
  for (;;) {
    const stamp = `run:${freshStamp()}`;
    const claimed = await claim(stamp, skip);
    if (claimed === undefined && skip === 0) {
      return;
    }
    skip = claimed !== undefined && claimed.length * 2 < BATCH ? BATCH * Math.floor(Math.random() * 8) : 0;
    if (claimed !== undefined && claimed.length > 0) {
      await Promise.all(claimed.map(({ JobArgs }) => job((JSON.parse(String(JobArgs)) as { number: number }).number)));
      await settled;
      settled = settle(claimed, stamp);
    }
  }
}

serve({
  connectWorker: async (job) => {
    await client.connect();
    return () => void claimAndSettle(job);
  },
  connectProducer: async () => {
    await client.connect();
    return {
      enqueue: (number) => jobs.insertOne(jobDocument(number, nextId())),
      enqueueMany: (numbers) => jobs.insertMany(numbers.map((number) => jobDocument(number, nextId()))),
    };
  },
});
