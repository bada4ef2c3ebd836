import type {
  BackgroundJobClaim,
  BackgroundJobRelease,
  BackgroundJobRenewal,
  BackgroundJobSettlement,
} from '../abstractions/background-job-store.js';
import { concurrencyStamp } from '../domain/concurrency-stamp.js';
import {
  changedExtraElements,
  toBinary,
  toId,
} from './background-job-document.js';
import type { BackgroundJobDocument } from './background-job-document.js';
import type { AnyBulkWriteOperation, Collection } from './driver.js';
import { retryTransient } from './retry-transient.js';

type Jobs = Collection<BackgroundJobDocument>;

/** Extends the leases of claims; returns those that were still held. */
export async function renewClaims(
  jobs: Jobs,
  renewals: readonly BackgroundJobRenewal[],
  leaseDuration: number,
  now: Date,
): Promise<readonly BackgroundJobClaim[]> {
  const NextTryTime = new Date(now.getTime() + leaseDuration);
  const plain = renewals.filter(({ extraProperties }) => !extraProperties);
  const telling = renewals.filter(({ extraProperties }) => extraProperties);
  const [renewed, changed] = await Promise.all([
    renewAlike(jobs, plain, NextTryTime),
    changeHeld(jobs, telling, () => ({ NextTryTime })),
  ]);
  return [...renewed, ...changed.held];
}

/** Gives claims back as not tried and due when they were; returns those that were still held, or had been given back before. */
export async function releaseClaims(
  jobs: Jobs,
  releases: readonly BackgroundJobRelease[],
): Promise<readonly BackgroundJobClaim[]> {
  const released = await changeHeld(
    jobs,
    releases,
    (release, { TryCount: count }) => ({
      TryCount: Math.max(count - 1, 0),
      NextTryTime: release.dueTime,
      LastTryTime: release.previousTryTime,
      ConcurrencyStamp: concurrencyStamp.afterClaim(release.concurrencyStamp),
    }),
  );
  return [...released.held, ...released.endedBefore];
}

/**
 * Records how attempts ended; returns those that were still held, or had been settled before. A deleted document leaves no trace: of a deletion that is
 * repeated it cannot be told whether it was this one.
 */
export async function settleClaims(
  jobs: Jobs,
  settlements: readonly BackgroundJobSettlement[],
  now: Date,
): Promise<readonly BackgroundJobClaim[]> {
  const deletions = settlements.filter(({ kind }) => kind === 'delete');
  const changes = settlements.filter(({ kind }) => kind !== 'delete');
  const [deleted, changed] = await Promise.all([
    deleteHeld(jobs, deletions),
    changeHeld(jobs, changes, (settlement) => ({
      ConcurrencyStamp: concurrencyStamp.afterClaim(
        settlement.concurrencyStamp,
      ),
      ...changeBy(settlement, now),
    })),
  ]);
  return [...deleted, ...changed.held, ...changed.endedBefore];
}

function changeBy(
  settlement: BackgroundJobSettlement,
  now: Date,
): Partial<BackgroundJobDocument> {
  switch (settlement.kind) {
    case 'complete':
      return { CompletionTime: now };
    case 'retry':
      return { NextTryTime: settlement.nextTryTime };
    case 'abandon':
      return { IsAbandoned: true };
    case 'delete':
      return {};
  }
}

/** Most renewals only move the end of the lease, all to the same time. */
async function renewAlike(
  jobs: Jobs,
  renewals: readonly BackgroundJobRenewal[],
  NextTryTime: Date,
): Promise<readonly BackgroundJobClaim[]> {
  if (renewals.length === 0) {
    return [];
  }
  const { matchedCount } = await retryTransient(() =>
    jobs.updateMany(
      {
        _id: { $in: renewals.map(({ id }) => toBinary(id)) },
        ConcurrencyStamp: {
          $in: [...new Set(renewals.map((claim) => claim.concurrencyStamp))],
        },
      },
      { $set: { NextTryTime } },
    ),
  );
  return matchedCount === renewals.length ? renewals : readHeld(jobs, renewals);
}

/** The end of most jobs. What is held is read first, as the answer to a deletion says how many and not which. */
async function deleteHeld(
  jobs: Jobs,
  deletions: readonly BackgroundJobClaim[],
): Promise<readonly BackgroundJobClaim[]> {
  if (deletions.length === 0) {
    return [];
  }
  const held = await readHeld(jobs, deletions);
  const idsByStamp = new Map<string, BackgroundJobDocument['_id'][]>();
  for (const { id, concurrencyStamp: stamp } of held) {
    const ids = idsByStamp.get(stamp) ?? [];
    ids.push(toBinary(id));
    idsByStamp.set(stamp, ids);
  }
  const deleted = await Promise.all(
    Array.from(idsByStamp, ([stamp, ids]) =>
      retryTransient(() =>
        jobs.deleteMany({ _id: { $in: ids }, ConcurrencyStamp: stamp }),
      ),
    ),
  );
  const count = deleted.reduce(
    (sum, { deletedCount }) => sum + deletedCount,
    0,
  );
  if (count === held.length) {
    return held;
  }
  // Taken by others in between: what is still there was not deleted.
  const left = await read(jobs, held, { _id: 1 });
  return held.filter(({ id }) => !left.has(id));
}

type Change = Partial<BackgroundJobDocument>;

interface ChangedClaims {
  /** Those whose documents carried their stamp, and have been changed. */
  readonly held: readonly BackgroundJobClaim[];
  /** Those that an earlier call has ended: their documents carry the stamp that follows from theirs. */
  readonly endedBefore: readonly BackgroundJobClaim[];
}

/** Changes the documents of claims that are still held, each in its own way. */
async function changeHeld<TClaim extends BackgroundJobRenewal>(
  jobs: Jobs,
  claims: readonly TClaim[],
  changeOf: (claim: TClaim, document: BackgroundJobDocument) => Change,
): Promise<ChangedClaims> {
  if (claims.length === 0) {
    return { held: [], endedBefore: [] };
  }
  for (;;) {
    const documents = await read(jobs, claims, { JobArgs: 0 });
    const held = heldOf(claims, documents);
    const operations = held.map(
      ({ claim, document }): AnyBulkWriteOperation<BackgroundJobDocument> => ({
        updateOne: {
          filter: {
            _id: document._id,
            ConcurrencyStamp: claim.concurrencyStamp,
          },
          update: {
            $set: {
              ...changeOf(claim, document),
              ...changedExtraElements(document, claim.extraProperties),
            },
          },
        },
      }),
    );
    const { matchedCount } =
      operations.length === 0
        ? { matchedCount: 0 }
        : await retryTransient(() =>
            jobs.bulkWrite(operations, { ordered: false }),
          );
    if (matchedCount === held.length) {
      return {
        held: held.map(({ claim }) => claim),
        endedBefore: endedBefore(claims, documents),
      };
    }
    // Some were lost in between; which, and which were ended by this very round, their stamps tell.
  }
}

/** @param projection of the elements; the id comes with it */
async function read(
  jobs: Jobs,
  claims: readonly BackgroundJobClaim[],
  projection: Readonly<Record<string, 0 | 1>>,
): Promise<ReadonlyMap<string, BackgroundJobDocument>> {
  const documents = await jobs
    .find({ _id: { $in: claims.map(({ id }) => toBinary(id)) } })
    .project<BackgroundJobDocument>(projection)
    .toArray();
  return new Map(documents.map((document) => [toId(document._id), document]));
}

async function readHeld(
  jobs: Jobs,
  claims: readonly BackgroundJobClaim[],
): Promise<readonly BackgroundJobClaim[]> {
  const documents = await read(jobs, claims, { ConcurrencyStamp: 1 });
  return heldOf(claims, documents).map(({ claim }) => claim);
}

interface HeldClaim<TClaim extends BackgroundJobClaim> {
  readonly claim: TClaim;
  readonly document: BackgroundJobDocument;
}

/** The claims that are still held, with their documents. */
function heldOf<TClaim extends BackgroundJobClaim>(
  claims: readonly TClaim[],
  documents: ReadonlyMap<string, BackgroundJobDocument>,
): readonly HeldClaim<TClaim>[] {
  const held: HeldClaim<TClaim>[] = [];
  for (const claim of claims) {
    const document = documents.get(claim.id);
    if (document?.ConcurrencyStamp === claim.concurrencyStamp) {
      held.push({ claim, document });
    }
  }
  return held;
}

function endedBefore(
  claims: readonly BackgroundJobClaim[],
  documents: ReadonlyMap<string, BackgroundJobDocument>,
): readonly BackgroundJobClaim[] {
  return claims.filter(
    ({ id, concurrencyStamp: stamp }) =>
      concurrencyStamp.isClaim(stamp) &&
      documents.get(id)?.ConcurrencyStamp ===
        concurrencyStamp.afterClaim(stamp),
  );
}
