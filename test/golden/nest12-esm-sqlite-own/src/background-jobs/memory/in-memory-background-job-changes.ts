import type { BackgroundJobInfo } from '../abstractions/background-job-info.js';
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
import type { BackgroundJobLastError } from '../manager/background-job-extra-properties.js';

export interface InMemoryBackgroundJobRow {
  readonly job: BackgroundJobInfo;
  readonly concurrencyStamp: string;
}

type Rows = Iterable<InMemoryBackgroundJobRow>;

/** One page of the selected jobs, newest id first. */
export function listJobs(
  rows: Rows,
  filter: BackgroundJobFilter,
  { size = defaultPageSize, after }: BackgroundJobPage,
  now: Date,
): readonly BackgroundJobDetails[] {
  return select(rows, filter, now)
    .map(({ job, state }) => ({ ...job, state }))
    .filter(({ id }) => after === undefined || id < after)
    .sort((a, b) => (a.id < b.id ? 1 : -1))
    .slice(0, size);
}

export function countJobs(
  rows: Rows,
  filter: BackgroundJobFilter,
  now: Date,
): readonly BackgroundJobCount[] {
  const counts = new Map<string, BackgroundJobCount>();
  for (const { job, state } of select(rows, filter, now)) {
    const { jobName } = job;
    const key = `${state}/${jobName}`;
    const count = (counts.get(key)?.count ?? 0) + 1;
    counts.set(key, { jobName, state, count });
  }
  return [...counts.values()];
}

/** The selected jobs whose state admits the change. */
export function jobsToChange(
  rows: Rows,
  filter: BackgroundJobFilter,
  { kind }: BackgroundJobChange,
  now: Date,
): readonly BackgroundJobInfo[] {
  return select(rows, filter, now)
    .filter(({ state }) => statesToChange(kind).includes(state))
    .map(({ job }) => job);
}

/** The job after the change; `null`: its row goes. */
export function changedJob(
  job: BackgroundJobInfo,
  change: BackgroundJobChange,
  now: Date,
): BackgroundJobInfo | null {
  switch (change.kind) {
    case 'cancel':
    case 'delete':
      return null;
    case 'abandon': {
      const time = now.toISOString();
      const lastError: BackgroundJobLastError = {
        message: change.reason,
        stack: null,
        time,
      };
      return {
        ...job,
        isAbandoned: true,
        extraProperties: { ...job.extraProperties, lastError },
      };
    }
    case 'requeue':
      return dueAt(
        { ...job, isAbandoned: false, completionTime: null, tryCount: 0 },
        now,
      );
    case 'reschedule':
      return dueAt(job, change.dueTime);
    case 'delay':
      return dueAt(job, new Date(now.getTime() + change.delay));
    case 'prioritize':
      return { ...job, priority: change.priority };
    default:
      return neverChanged(change);
  }
}

/** The timeout of a job that was not tried yet counts from when it is due. */
function dueAt(job: BackgroundJobInfo, nextTryTime: Date): BackgroundJobInfo {
  const delay = Math.max(nextTryTime.getTime() - job.creationTime.getTime(), 0);
  return job.tryCount === 0
    ? {
        ...job,
        nextTryTime,
        extraProperties: { ...job.extraProperties, delay },
      }
    : { ...job, nextTryTime };
}

interface Selected {
  readonly job: BackgroundJobInfo;
  readonly state: BackgroundJobState;
}

function select(
  rows: Rows,
  filter: BackgroundJobFilter,
  now: Date,
): readonly Selected[] {
  return Array.from(rows, (row) => ({
    job: row.job,
    state: stateOf(row, now),
  })).filter((selected) => isSelected(selected, filter));
}

function isSelected(
  { job, state }: Selected,
  filter: BackgroundJobFilter,
): boolean {
  const { ids, states, jobNames, applicationName, createdFrom, createdBefore } =
    filter;
  return (
    (ids?.includes(job.id) ?? true) &&
    (states?.includes(state) ?? true) &&
    (jobNames?.includes(job.jobName) ?? true) &&
    (applicationName === undefined ||
      job.applicationName === applicationName) &&
    (createdFrom === undefined || job.creationTime >= createdFrom) &&
    (createdBefore === undefined || job.creationTime < createdBefore)
  );
}

function stateOf(
  { job, concurrencyStamp: stamp }: InMemoryBackgroundJobRow,
  now: Date,
): BackgroundJobState {
  const isAhead = job.nextTryTime > now;
  if (job.isAbandoned) {
    return 'abandoned';
  }
  if (job.completionTime !== null) {
    return 'completed';
  }
  if (concurrencyStamp.isClaim(stamp)) {
    return isAhead ? 'running' : 'stalled';
  }
  if (!isAhead) {
    return 'waiting';
  }
  return job.tryCount === 0 ? 'scheduled' : 'retrying';
}

function neverChanged(change: never): never {
  throw new TypeError(`Unknown change: ${JSON.stringify(change)}`);
}
