import type { BackgroundJobNameFilter } from '../abstractions/background-job-name-filter.js';
import type { BackgroundJobState } from '../abstractions/background-job-operations.js';
import { concurrencyStamp } from '../domain/concurrency-stamp.js';
import type { BackgroundJobDocument } from './background-job-document.js';
import type { Filter } from './driver.js';

export type JobCondition = Filter<BackgroundJobDocument>;

/** Neither abandoned nor completed. `null` is also what is missing. */
export const alive: Pick<
  BackgroundJobDocument,
  'IsAbandoned' | 'CompletionTime'
> = { IsAbandoned: false, CompletionTime: null };

function named({ mode, jobNames }: BackgroundJobNameFilter): JobCondition {
  switch (mode) {
    case 'none':
      return {};
    case 'include':
      return { JobName: { $in: [...jobNames] } };
    case 'exclude':
      return { JobName: { $nin: [...jobNames] } };
  }
}

/** What an application's workers may take at that time. */
export function due(
  applicationName: string | null,
  nameFilter: BackgroundJobNameFilter,
  now: Date,
): JobCondition {
  return {
    ApplicationName: applicationName,
    ...alive,
    NextTryTime: { $lte: now },
    ...named(nameFilter),
  };
}

const claimed = new RegExp(`^${concurrencyStamp.claimPrefix}`);
const notClaimed = { $not: claimed };

/** What a document is at that is in a state. */
export function inState(state: BackgroundJobState, now: Date): JobCondition {
  const reached = { $lte: now };
  const ahead = { $gt: now };
  switch (state) {
    case 'abandoned':
      return { IsAbandoned: true };
    case 'completed':
      return { IsAbandoned: false, CompletionTime: { $ne: null } };
    case 'running':
      return { ...alive, ConcurrencyStamp: claimed, NextTryTime: ahead };
    case 'stalled':
      return { ...alive, ConcurrencyStamp: claimed, NextTryTime: reached };
    case 'waiting':
      return { ...alive, ConcurrencyStamp: notClaimed, NextTryTime: reached };
    case 'scheduled':
      return {
        ...alive,
        ConcurrencyStamp: notClaimed,
        NextTryTime: ahead,
        TryCount: 0,
      };
    case 'retrying':
      return {
        ...alive,
        ConcurrencyStamp: notClaimed,
        NextTryTime: ahead,
        TryCount: { $ne: 0 },
      };
  }
}

export function stateOf(
  document: BackgroundJobDocument,
  now: Date,
): BackgroundJobState {
  if (document.IsAbandoned) {
    return 'abandoned';
  }
  if (document.CompletionTime) {
    return 'completed';
  }
  const isAhead = document.NextTryTime > now;
  if (concurrencyStamp.isClaim(document.ConcurrencyStamp)) {
    return isAhead ? 'running' : 'stalled';
  }
  if (!isAhead) {
    return 'waiting';
  }
  return document.TryCount === 0 ? 'scheduled' : 'retrying';
}
