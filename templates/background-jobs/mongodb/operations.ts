import type {
  BackgroundJobChange,
  BackgroundJobCount,
  BackgroundJobDetails,
  BackgroundJobFilter,
  BackgroundJobPage,
  BackgroundJobState,
} from '../abstractions/background-job-operations.js';
import {
  defaultPageSize,
  statesToChange,
} from '../domain/background-job-states.js';
import { concurrencyStamp } from '../domain/concurrency-stamp.js';
import { toBinary, toId, toRecord } from './background-job-document.js';
import type { BackgroundJobDocument } from './background-job-document.js';
import type { AnyBulkWriteOperation, Collection } from './driver.js';
import { firstOf } from './first-of.js';
import { inState, stateOf } from './job-conditions.js';
import type { JobCondition } from './job-conditions.js';
import { retryTransient } from './retry-transient.js';
import { flatten } from '../domain/flatten.js';

type Jobs = Collection<BackgroundJobDocument>;

const stateNames: Readonly<Record<BackgroundJobState, true>> = {
  abandoned: true,
  completed: true,
  running: true,
  stalled: true,
  waiting: true,
  scheduled: true,
  retrying: true,
};
const allStates = Object.keys(stateNames) as BackgroundJobState[];

/** How many documents are changed by one command. */
const batchSize = 1_000;
/** Times that a document is looked at again that somebody else has changed in between. */
const maxRounds = 10;

/** One page of jobs, newest id first. */
export async function findPage(
  jobs: Jobs,
  filter: BackgroundJobFilter,
  { size = defaultPageSize, after }: BackgroundJobPage,
  now: Date,
): Promise<BackgroundJobDetails[]> {
  const documents = await firstOf(
    jobs
      .find({
        $and: [
          selectedBy(filter, now),
          after === undefined ? {} : { _id: { $lt: toBinary(after) } },
        ],
      })
      .sort({ _id: -1 }),
    size,
  );
  return documents.map((document) =>
    Object.assign(toRecord(document), { state: stateOf(document, now) }),
  );
}

interface CountOfName {
  readonly _id: string;
  readonly count: number;
}

/** How many there are of each name in each state. */
export async function countJobs(
  jobs: Jobs,
  filter: BackgroundJobFilter,
  now: Date,
): Promise<BackgroundJobCount[]> {
  const states = filter.states ?? allStates;
  const counts = await Promise.all(
    states.map(async (state) => {
      const groups = await jobs
        .aggregate<CountOfName>([
          { $match: selectedBy({ ...filter, states: [state] }, now) },
          { $group: { _id: '$JobName', count: { $sum: 1 } } },
        ])
        .toArray();
      return groups.map(({ _id: jobName, count }) => ({
        jobName,
        state,
        count,
      }));
    }),
  );
  return flatten(counts).sort(
    (a, b) => compare(a.jobName, b.jobName) || compare(a.state, b.state),
  );
}

/** What is read of a job that is to be changed. */
type Candidate = Pick<
  BackgroundJobDocument,
  '_id' | 'ConcurrencyStamp' | 'CreationTime' | 'TryCount'
>;

/** Changes the jobs that are selected and in a state that admits it, each as it was read; returns their ids. */
export async function changeJobs(
  jobs: Jobs,
  filter: BackgroundJobFilter,
  change: BackgroundJobChange,
  now: Date,
): Promise<string[]> {
  const states = statesToChange(change.kind, filter.states);
  const changed: string[] = [];
  let selection: JobCondition = selectedBy({ ...filter, states }, now);
  for (let round = 0; round < maxRounds; round += 1) {
    const candidates = await jobs
      .find(selection)
      .project<Candidate>({
        ConcurrencyStamp: 1,
        CreationTime: 1,
        TryCount: 1,
      })
      .toArray();
    const missed: Candidate[] = [];
    for (let start = 0; start < candidates.length; start += batchSize) {
      const batch = candidates.slice(start, start + batchSize);
      const left = await changeBatch(jobs, batch, change, now);
      missed.push(...batch.filter(({ _id }) => left.has(toId(_id))));
      changed.push(
        ...batch.map(({ _id }) => toId(_id)).filter((id) => !left.has(id)),
      );
    }
    if (missed.length === 0) {
      break;
    }
    selection = {
      $and: [
        { _id: { $in: missed.map(({ _id }) => _id) } },
        selectedBy({ ...filter, states }, now),
      ],
    };
  }
  return changed;
}

/** Returns the ids of those that are still there, unchanged by us: somebody else was quicker. */
async function changeBatch(
  jobs: Jobs,
  batch: readonly Candidate[],
  change: BackgroundJobChange,
  now: Date,
): Promise<ReadonlySet<string>> {
  const stamp = concurrencyStamp.fresh();
  const marked =
    change.kind === 'cancel'
      ? await markRunning(jobs, batch, stamp)
      : new Set<Candidate>();
  const operations = batch.map(
    (candidate): AnyBulkWriteOperation<BackgroundJobDocument> => {
      const { _id } = candidate;
      const seen = marked.has(candidate) ? stamp : candidate.ConcurrencyStamp;
      const filter = { _id, ConcurrencyStamp: seen };
      const elements = changeOf(candidate, change, now);
      return elements === 'gone'
        ? { deleteOne: { filter } }
        : {
            updateOne: {
              filter,
              update: { $set: { ...elements, ConcurrencyStamp: stamp } },
            },
          };
    },
  );
  const { matchedCount, deletedCount } = await retryTransient(() =>
    jobs.bulkWrite(operations, { ordered: false }),
  );
  if (matchedCount + deletedCount === batch.length) {
    return new Set();
  }
  const left = await jobs
    .find({
      _id: { $in: batch.map(({ _id }) => _id) },
      ConcurrencyStamp: { $ne: stamp },
    })
    .project<Pick<Candidate, '_id'>>({ _id: 1 })
    .toArray();
  return new Set(left.map(({ _id }) => toId(_id)));
}

/**
 * Jobs that run are abandoned before they are deleted: a deletion looks like that of a job that has succeeded, and so whoever runs them would not be told.
 *
 * @returns those that run
 */
async function markRunning(
  jobs: Jobs,
  batch: readonly Candidate[],
  stamp: string,
): Promise<ReadonlySet<Candidate>> {
  const running = batch.filter(({ ConcurrencyStamp: seen }) =>
    concurrencyStamp.isClaim(seen),
  );
  if (running.length > 0) {
    await retryTransient(() =>
      jobs.updateMany(
        {
          _id: { $in: running.map(({ _id }) => _id) },
          ConcurrencyStamp: {
            $in: [...new Set(running.map((job) => job.ConcurrencyStamp))],
          },
        },
        { $set: { IsAbandoned: true, ConcurrencyStamp: stamp } },
      ),
    );
  }
  return new Set(running);
}

function changeOf(
  job: Candidate,
  change: BackgroundJobChange,
  now: Date,
): Partial<BackgroundJobDocument> | 'gone' {
  switch (change.kind) {
    case 'cancel':
    case 'delete':
      return 'gone';
    case 'abandon':
      return {
        IsAbandoned: true,
        lastError: {
          message: change.reason,
          stack: null,
          time: now.toISOString(),
        },
      };
    case 'requeue':
      return {
        IsAbandoned: false,
        CompletionTime: null,
        TryCount: 0,
        NextTryTime: now,
        ...firstDueAt(job, now),
      };
    case 'reschedule':
      return dueAt(job, change.dueTime);
    case 'delay':
      return dueAt(job, new Date(now.getTime() + change.delay));
    case 'prioritize':
      return { Priority: change.priority };
    default:
      return neverChanged(change);
  }
}

/** The timeout of a job that was never tried counts from its new due time. */
function dueAt(job: Candidate, time: Date): Partial<BackgroundJobDocument> {
  return {
    NextTryTime: time,
    ...(job.TryCount === 0 && firstDueAt(job, time)),
  };
}

function firstDueAt(
  { CreationTime: created }: Candidate,
  time: Date,
): { readonly delay: number } {
  return { delay: Math.max(time.getTime() - created.getTime(), 0) };
}

function selectedBy(filter: BackgroundJobFilter, now: Date): JobCondition {
  const { ids, states, jobNames, applicationName } = filter;
  const { createdFrom, createdBefore } = filter;
  const conditions: readonly JobCondition[] = [
    ...(ids ? [{ _id: { $in: ids.map(toBinary) } }] : []),
    ...(states ? [inStates(states, now)] : []),
    ...(jobNames ? [{ JobName: { $in: [...jobNames] } }] : []),
    ...(applicationName === undefined
      ? []
      : [{ ApplicationName: applicationName }]),
    ...(createdFrom ? [{ CreationTime: { $gte: createdFrom } }] : []),
    ...(createdBefore ? [{ CreationTime: { $lt: createdBefore } }] : []),
  ];
  return conditions.length === 0 ? {} : { $and: [...conditions] };
}

function inStates(
  states: readonly BackgroundJobState[],
  now: Date,
): JobCondition {
  const [first, ...others] = states.map((state) => inState(state, now));
  if (!first) {
    // No state at all: nothing. MongoDB wants at least one condition in `$or`.
    return { _id: { $in: [] } };
  }
  return others.length === 0 ? first : { $or: [first, ...others] };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function neverChanged(change: never): never {
  throw new TypeError(`Unknown change: ${JSON.stringify(change)}`);
}
