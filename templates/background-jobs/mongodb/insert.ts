import type { NewBackgroundJob } from '../abstractions/background-job-info.js';
import { BackgroundJobRecord } from '../domain/background-job-record.js';
import { concurrencyStamp } from '../domain/concurrency-stamp.js';
import { toDocument, toId } from './background-job-document.js';
import type { BackgroundJobDocument } from './background-job-document.js';
import type { ClientSession, Collection } from './driver.js';
import type { ServerClock } from './server-clock.js';
import { objectOf } from '../domain/object-of.js';

type Jobs = Collection<BackgroundJobDocument>;

const duplicateKey = 11_000;
/** Milliseconds after its due time at which a job is due that was stored for later and never released. */
const holdDuration = 60_000;

/** Stores new jobs, except those whose id is there already; returns the ids of those it stored. */
export async function insertJobs(
  jobs: Jobs,
  newJobs: readonly NewBackgroundJob[],
  clock: ServerClock,
  session?: ClientSession,
): Promise<ReadonlySet<string>> {
  const now = await clock.now();
  const documents = newJobs.map((job) => toNewDocument(job, now));
  return session
    ? insertInTransaction(jobs, documents, session)
    : insert(jobs, documents);
}

/**
 * The same, but leaves out jobs that are due by the time they are there. They are stored as if claimed, so that nobody takes them, and set free when the
 * server's clock, asked afterwards, says that they came in time; should this process die in between, their lease frees them.
 */
export async function insertBeforeDue(
  jobs: Jobs,
  newJobs: readonly NewBackgroundJob[],
  clock: ServerClock,
): Promise<ReadonlySet<string>> {
  const now = await clock.now();
  const stamp = concurrencyStamp.ofClaim();
  const documents = newJobs
    .map((job) => toNewDocument(job, now))
    .filter(({ NextTryTime: due }) => due > now);
  const held = documents.map((document) => ({
    ...document,
    NextTryTime: new Date(document.NextTryTime.getTime() + holdDuration),
    ConcurrencyStamp: stamp,
  }));
  const stored = await insert(jobs, held);
  if (stored.size === 0) {
    return stored;
  }
  const after = await clock.ask();
  const ours = documents.filter(({ _id }) => stored.has(toId(_id)));
  await jobs.bulkWrite(
    ours.map((document) => {
      const { _id, NextTryTime, ConcurrencyStamp } = document;
      const filter = { _id, ConcurrencyStamp: stamp };
      return NextTryTime > after
        ? {
            updateOne: {
              filter,
              update: { $set: { NextTryTime, ConcurrencyStamp } },
            },
          }
        : { deleteOne: { filter } };
    }),
    { ordered: false },
  );
  return new Set(
    ours
      .filter(({ NextTryTime }) => NextTryTime > after)
      .map(({ _id }) => toId(_id)),
  );
}

async function insert(
  jobs: Jobs,
  documents: readonly BackgroundJobDocument[],
): Promise<ReadonlySet<string>> {
  const stored = new Map<string, BackgroundJobDocument>();
  for (const document of documents) {
    const id = toId(document._id);
    // One that is given twice is stored as it comes first.
    stored.set(id, stored.get(id) ?? document);
  }
  const distinct = [...stored.values()];
  const [first, second] = distinct;
  try {
    if (second) {
      await jobs.insertMany(distinct, { ordered: false });
    } else if (first) {
      await jobs.insertOne(first);
    }
  } catch (error) {
    for (const { _id } of duplicatesOf(error, distinct)) {
      stored.delete(toId(_id));
    }
  }
  return new Set(stored.keys());
}

/** In a transaction a duplicate would be the end of it, so none is tried. */
async function insertInTransaction(
  jobs: Jobs,
  documents: readonly BackgroundJobDocument[],
  session: ClientSession,
): Promise<ReadonlySet<string>> {
  const { upsertedIds } = await jobs.bulkWrite(
    documents.map(({ _id, ...document }) => ({
      updateOne: {
        filter: { _id },
        update: { $setOnInsert: document },
        upsert: true,
      },
    })),
    { session, ordered: true },
  );
  return new Set(
    documents
      .filter((_, index) => index in upsertedIds)
      .map(({ _id }) => toId(_id)),
  );
}

/** Why one document was not stored. */
interface Failure {
  readonly index: number;
  readonly code?: unknown;
  readonly errmsg?: string | undefined;
}

/** An error of the driver's, of one document or of several. */
interface BulkError extends Omit<Failure, 'index'> {
  readonly message?: string;
  readonly writeErrors?: Failure | readonly Failure[];
}

/** Documents that were not stored because their id is there. @throws the error, when it is of another kind */
function duplicatesOf(
  error: unknown,
  documents: readonly BackgroundJobDocument[],
): readonly BackgroundJobDocument[] {
  // Not by its class: the application's client may come from another copy of the driver.
  const { code, message, writeErrors } = error as BulkError;
  const none: readonly Failure[] = [];
  const failures = none.concat(
    writeErrors ?? { index: 0, code, errmsg: message },
  );
  // The driver makes a bulk write's error of a lost connection too, one that tells of no document.
  if (failures.length === 0) {
    throw error;
  }
  return failures.map((failure) => {
    const document = documents[failure.index];
    const isOfId = !/ index: (?!_id_)/.test(failure.errmsg ?? '');
    if (failure.code !== duplicateKey || !isOfId || !document) {
      throw error;
    }
    return document;
  });
}

function toNewDocument(
  { delay = 0, ...job }: NewBackgroundJob,
  now: Date,
): BackgroundJobDocument {
  const given = Object.entries(job).filter(([, value]) => value !== undefined);
  return toDocument(
    Object.assign(
      new BackgroundJobRecord(),
      {
        creationTime: now,
        nextTryTime: new Date(now.getTime() + delay),
        concurrencyStamp: concurrencyStamp.fresh(),
      },
      objectOf(given),
    ),
  );
}
