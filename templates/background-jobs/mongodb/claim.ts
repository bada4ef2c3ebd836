import type {
  ClaimedBackgroundJob,
  ClaimRequest,
  ClaimResult,
} from '../abstractions/background-job-store.js';
import { concurrencyStamp } from '../domain/concurrency-stamp.js';
import { toRecord } from './background-job-document.js';
import type { BackgroundJobDocument } from './background-job-document.js';
import {
  explainMissingIndex,
  waitingIndex,
} from './background-jobs-indexes.js';
import { ClaimSpread } from './claim-spread.js';
import type { Collection } from './driver.js';
import { firstOf } from './first-of.js';
import { alive, due } from './job-conditions.js';
import { retryTransient } from './retry-transient.js';
import type { ServerClock } from './server-clock.js';

type Jobs = Collection<BackgroundJobDocument>;

/** How many tries .NET can count. */
const maxTryCount = 32_767;

const orders = {
  dueTime: { Priority: -1, NextTryTime: 1 },
  tryCount: { Priority: -1, TryCount: 1, NextTryTime: 1 },
} as const;

/**
 * Takes due jobs: reads them, highest priority first and longest due first inside one, and writes to those that still carry the stamp that was read. Of jobs
 * that two processes read at once each gets some; the claims of one process take turns, as the next would read the same.
 */
export class Claims {
  private readonly spread = new ClaimSpread();
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly jobs: Jobs,
    private readonly clock: ServerClock,
  ) {}

  claim(request: ClaimRequest): Promise<ClaimResult> {
    const claim = this.last.then(() => this.claimNow(request));
    this.last = claim.catch((): void => undefined);
    return claim;
  }

  private async claimNow(request: ClaimRequest): Promise<ClaimResult> {
    const { applicationName, maxResultCount, leaseDuration } = request;
    const now = await this.clock.now();
    const skip = this.spread.skip;
    const found = await findDue(this.jobs, request, skip, now);
    const wanted = cutByName(found, request.maxCountByName);
    const mayHaveMore = found.length === maxResultCount || skip > 0;
    const stamp = concurrencyStamp.ofClaim();
    // Not that of the search, after which this process may have stood still.
    const begin = await this.clock.now();
    const [taken, nextDueIn] = await Promise.all([
      take(this.jobs, wanted, stamp, leaseDuration, begin),
      mayHaveMore ? null : findNextDue(this.jobs, applicationName, now),
    ]);
    this.spread.learn(taken.length, wanted.length, maxResultCount);
    const jobs = taken
      .map((document) => toClaimed(document, stamp, leaseDuration, begin))
      .sort(byOrder);
    return { jobs, mayHaveMore, nextDueIn };
  }
}

/** One range of the index for each priority, which MongoDB finds by itself: in the order of the index it jumps over jobs that are not due. */
async function findDue(
  jobs: Jobs,
  { applicationName, nameFilter, maxResultCount, order }: ClaimRequest,
  skip: number,
  now: Date,
): Promise<BackgroundJobDocument[]> {
  const found = jobs
    .find(due(applicationName, nameFilter, now))
    .hint(waitingIndex.key)
    .sort(orders[order])
    .skip(skip);
  try {
    return await firstOf(found, maxResultCount);
  } catch (error) {
    throw explainMissingIndex(jobs, error);
  }
}

/** Of each name no more than its maximum, the first to run first. */
function cutByName(
  found: readonly BackgroundJobDocument[],
  maxCountByName: ReadonlyMap<string, number>,
): readonly BackgroundJobDocument[] {
  const room = new Map(maxCountByName);
  return found.filter(({ JobName: name }) => {
    const left = room.get(name) ?? Infinity;
    room.set(name, left - 1);
    return left > 0;
  });
}

async function take(
  jobs: Jobs,
  wanted: readonly BackgroundJobDocument[],
  stamp: string,
  leaseDuration: number,
  now: Date,
): Promise<readonly BackgroundJobDocument[]> {
  const claim = {
    NextTryTime: new Date(now.getTime() + leaseDuration),
    LastTryTime: now,
    ConcurrencyStamp: stamp,
  };
  const takeOf = async (
    documents: readonly BackgroundJobDocument[],
    update: object,
  ): Promise<number> => {
    if (documents.length === 0) {
      return 0;
    }
    const { matchedCount } = await retryTransient(() =>
      jobs.updateMany(
        {
          _id: { $in: documents.map(({ _id }) => _id) },
          ConcurrencyStamp: { $in: stampsOf(documents) },
          // A renewal leaves the stamp as it is.
          NextTryTime: { $lte: now },
        },
        update,
      ),
    );
    return matchedCount;
  };
  const isCounted = ({ TryCount: count }: BackgroundJobDocument) =>
    count < maxTryCount;
  const counts = await Promise.all([
    takeOf(wanted.filter(isCounted), { $set: claim, $inc: { TryCount: 1 } }),
    takeOf(
      wanted.filter((document) => !isCounted(document)),
      { $set: claim },
    ),
  ]);
  if (counts[0] + counts[1] === wanted.length) {
    return wanted;
  }
  const ours = await jobs
    .find({
      _id: { $in: wanted.map(({ _id }) => _id) },
      ConcurrencyStamp: stamp,
    })
    .project<Pick<BackgroundJobDocument, '_id'>>({ _id: 1 })
    .toArray();
  const ids = new Set(ours.map(({ _id }) => _id.toString('hex')));
  return wanted.filter(({ _id }) => ids.has(_id.toString('hex')));
}

function stampsOf(documents: readonly BackgroundJobDocument[]): string[] {
  return [...new Set(documents.map(({ ConcurrencyStamp: stamp }) => stamp))];
}

/** The index has the next job of each priority, so it is asked for one priority after the other, of those that occur. */
async function findNextDue(
  jobs: Jobs,
  applicationName: string | null,
  now: Date,
): Promise<number | null> {
  let nextDue = Infinity;
  let below = Infinity;
  for (;;) {
    const [next] = await jobs
      .find({
        ApplicationName: applicationName,
        ...alive,
        Priority: { $lt: below },
        NextTryTime: { $gt: now },
      })
      .hint(waitingIndex.key)
      .sort(orders.dueTime)
      .limit(1)
      .project<Pick<BackgroundJobDocument, 'Priority' | 'NextTryTime'>>({
        _id: 0,
        Priority: 1,
        NextTryTime: 1,
      })
      .toArray();
    if (!next) {
      return nextDue === Infinity ? null : nextDue - now.getTime();
    }
    nextDue = Math.min(nextDue, next.NextTryTime.getTime());
    below = next.Priority;
  }
}

function toClaimed(
  document: BackgroundJobDocument,
  stamp: string,
  leaseDuration: number,
  now: Date,
): ClaimedBackgroundJob {
  const read = toRecord(document);
  return Object.assign(read, {
    tryCount: Math.min(read.tryCount + 1, maxTryCount),
    nextTryTime: new Date(now.getTime() + leaseDuration),
    lastTryTime: now,
    concurrencyStamp: stamp,
    dueTime: document.NextTryTime,
    previousTryTime: document.LastTryTime ?? null,
    wasStalled: concurrencyStamp.isClaim(document.ConcurrencyStamp),
  });
}

/** ABP's: priority, then the fewest tries, then the longest due. */
function byOrder(a: ClaimedBackgroundJob, b: ClaimedBackgroundJob): number {
  return (
    b.priority - a.priority ||
    a.tryCount - b.tryCount ||
    a.dueTime.getTime() - b.dueTime.getTime()
  );
}
