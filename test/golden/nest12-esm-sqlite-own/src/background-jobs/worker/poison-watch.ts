import type {
  BackgroundJobRelease,
  ClaimedBackgroundJob,
} from '../abstractions/background-job-store.js';
import { objectOf } from '../domain/object-of.js';

// A job that kills its process takes with it whatever that process had claimed, and as all of it comes back when the same leases end, it would drag the
// same neighbours along until all are given up. So a job of which more than one try never ended is suspected, and a worker has one suspect in hand at a
// time; it puts the others off for a moment, their try uncounted.

const MARK = 'isSuspect';

/** Milliseconds. */
const SHORTEST_SPREAD = 1_000;
const SPREAD_PER_JOB = 20;

export function isSuspect({
  wasStalled,
  tryCount,
  extraProperties,
}: ClaimedBackgroundJob): boolean {
  return (wasStalled && tryCount > 2) || extraProperties[MARK] === true;
}

/** Milliseconds until a suspect is tried again; the more there are, the further apart. @param random at least 0 and below 1 */
export function delayOf(suspectCount: number, random: number): number {
  const spread = Math.max(SHORTEST_SPREAD, suspectCount * SPREAD_PER_JOB);
  return spread * (0.5 + random / 2);
}

/** What gives the suspect back, to be due after so many milliseconds. */
export function putOff(
  job: ClaimedBackgroundJob,
  delay: number,
): BackgroundJobRelease {
  const now = (job.lastTryTime ?? job.dueTime).getTime();
  return {
    ...job,
    dueTime: new Date(now + delay),
    extraProperties: { ...job.extraProperties, [MARK]: true },
  };
}

/** A try that ends clears the job of suspicion. */
export function withoutSuspicion(
  extraProperties: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return MARK in extraProperties
    ? objectOf(Object.entries(extraProperties).filter(([key]) => key !== MARK))
    : extraProperties;
}
