import type {
  BackgroundJobInfo,
  NewBackgroundJob,
} from '../abstractions/background-job-info.js';
import { BackgroundJobNameFilter } from '../abstractions/background-job-name-filter.js';
import type {
  BackgroundJobChange,
  BackgroundJobCount,
  BackgroundJobDetails,
  BackgroundJobFilter,
  BackgroundJobPage,
} from '../abstractions/background-job-operations.js';
import { BackgroundJobPriority } from '../abstractions/background-job-priority.js';
import type {
  BackgroundJobClaim,
  BackgroundJobRelease,
  BackgroundJobRenewal,
  BackgroundJobSettlement,
  ClaimRequest,
  ClaimResult,
  IBackgroundJobStore,
  InsertOptions,
} from '../abstractions/background-job-store.js';
import type { Clock } from '../abstractions/clock.js';
import { concurrencyStamp } from '../domain/concurrency-stamp.js';
import {
  changedJob,
  countJobs,
  jobsToChange,
  listJobs,
  type InMemoryBackgroundJobRow as Row,
} from './in-memory-background-job-changes.js';

/**
 * Jobs in the memory of this process, gone when it ends: for tests and for applications that want no database. There are no
 * transactions, so a job enqueued in one is there at once. Abandoned jobs stay, as in a database.
 */
export class InMemoryBackgroundJobStore implements IBackgroundJobStore {
  private readonly rows = new Map<string, Row>();

  constructor(private readonly clock: Clock) {}

  find(id: string): Promise<BackgroundJobInfo | null> {
    return Promise.resolve(this.rows.get(id)?.job ?? null);
  }

  async insert(job: NewBackgroundJob, options?: InsertOptions): Promise<void> {
    const stored = await this.insertMany([job], options);
    if (stored.size === 0) {
      throw new Error(`There is a job with the id ${job.id} already.`);
    }
  }

  insertMany(
    jobs: readonly NewBackgroundJob[],
    { onlyBeforeDue = false, onCommitted }: InsertOptions = {},
  ): Promise<ReadonlySet<string>> {
    const now = this.clock.now();
    const stored = new Set<string>();
    for (const { delay = 0, ...given } of jobs) {
      const job: BackgroundJobInfo = {
        applicationName: null,
        tryCount: 0,
        creationTime: now,
        nextTryTime: new Date(now.getTime() + delay),
        lastTryTime: null,
        isAbandoned: false,
        completionTime: null,
        priority: BackgroundJobPriority.Normal,
        extraProperties: {},
        ...given,
      };
      if (
        !this.rows.has(job.id) &&
        !(onlyBeforeDue && job.nextTryTime <= now)
      ) {
        this.put(job);
        stored.add(job.id);
      }
    }
    onCommitted?.(stored, false);
    return Promise.resolve(stored);
  }

  getWaitingJobs(
    applicationName: string | null,
    maxResultCount: number,
    nameFilter: BackgroundJobNameFilter = BackgroundJobNameFilter.none,
  ): Promise<BackgroundJobInfo[]> {
    const rows = this.waiting(
      applicationName,
      maxResultCount,
      nameFilter,
      byTryCount,
    );
    return Promise.resolve(rows.map(({ job }) => job));
  }

  delete(id: string): Promise<void> {
    this.rows.delete(id);
    return Promise.resolve();
  }

  deleteCompleted(
    applicationName: string | null,
    completedBefore: Date,
    maxResultCount: number,
  ): Promise<number> {
    const timeOf = (job: BackgroundJobInfo) => Number(job.completionTime);
    const old = [...this.rows.values()]
      .map(({ job }) => job)
      .filter(
        (job) =>
          job.applicationName === applicationName &&
          job.completionTime !== null &&
          job.completionTime < completedBefore,
      )
      .sort((a, b) => timeOf(a) - timeOf(b))
      .slice(0, maxResultCount);
    for (const { id } of old) {
      this.rows.delete(id);
    }
    return Promise.resolve(old.length);
  }

  update(job: BackgroundJobInfo): Promise<void> {
    const row = this.rows.get(job.id);
    if (row) {
      this.put({
        ...job,
        extraProperties: { ...row.job.extraProperties, ...job.extraProperties },
      });
    }
    return Promise.resolve();
  }

  claim({
    applicationName,
    nameFilter,
    maxResultCount,
    maxCountByName,
    order,
    leaseDuration,
  }: ClaimRequest): Promise<ClaimResult> {
    const now = this.clock.now();
    const stamp = concurrencyStamp.ofClaim();
    const due = this.waiting(
      applicationName,
      maxResultCount,
      nameFilter,
      order === 'dueTime' ? byDueTime : byTryCount,
    );
    const jobs = cutByName(due, maxCountByName)
      .sort(byTryCount)
      .map((row) => {
        const job = {
          ...row.job,
          tryCount: row.job.tryCount + 1,
          lastTryTime: now,
          nextTryTime: new Date(now.getTime() + leaseDuration),
        };
        this.put(job, stamp);
        return {
          ...job,
          concurrencyStamp: stamp,
          dueTime: row.job.nextTryTime,
          previousTryTime: row.job.lastTryTime,
          wasStalled: concurrencyStamp.isClaim(row.concurrencyStamp),
        };
      });
    const mayHaveMore = due.length === maxResultCount;
    return Promise.resolve({
      jobs,
      mayHaveMore,
      nextDueIn: mayHaveMore ? null : this.nextDueIn(applicationName, now),
    });
  }

  renew(
    renewals: readonly BackgroundJobRenewal[],
    leaseDuration: number,
  ): Promise<BackgroundJobClaim[]> {
    const nextTryTime = new Date(this.clock.now().getTime() + leaseDuration);
    return this.changeHeld(renewals, (row, { extraProperties }) =>
      this.put(
        {
          ...row.job,
          nextTryTime,
          ...(extraProperties && { extraProperties }),
        },
        row.concurrencyStamp,
      ),
    );
  }

  settle(
    settlements: readonly BackgroundJobSettlement[],
  ): Promise<BackgroundJobClaim[]> {
    return this.changeHeld(settlements, ({ job }, settlement) => {
      switch (settlement.kind) {
        case 'delete':
          this.rows.delete(job.id);
          return;
        case 'complete':
          this.put({
            ...job,
            ...(settlement.extraProperties && {
              extraProperties: settlement.extraProperties,
            }),
            completionTime: this.clock.now(),
          });
          return;
        case 'retry':
          this.put({
            ...job,
            nextTryTime: settlement.nextTryTime,
            extraProperties: settlement.extraProperties,
          });
          return;
        case 'abandon':
          this.put({
            ...job,
            isAbandoned: true,
            extraProperties: settlement.extraProperties,
          });
          return;
        default:
          return neverSettled(settlement);
      }
    });
  }

  release(
    releases: readonly BackgroundJobRelease[],
  ): Promise<BackgroundJobClaim[]> {
    return this.changeHeld(
      releases,
      ({ job }, { dueTime, previousTryTime, extraProperties }) =>
        this.put({
          ...job,
          tryCount: job.tryCount - 1,
          nextTryTime: dueTime,
          lastTryTime: previousTryTime,
          extraProperties: extraProperties ?? job.extraProperties,
        }),
    );
  }

  getList(
    filter: BackgroundJobFilter,
    page: BackgroundJobPage,
  ): Promise<readonly BackgroundJobDetails[]> {
    const rows = this.rows.values();
    return Promise.resolve(listJobs(rows, filter, page, this.clock.now()));
  }

  getCounts(
    filter: BackgroundJobFilter,
  ): Promise<readonly BackgroundJobCount[]> {
    const rows = this.rows.values();
    return Promise.resolve(countJobs(rows, filter, this.clock.now()));
  }

  change(
    filter: BackgroundJobFilter,
    change: BackgroundJobChange,
  ): Promise<readonly string[]> {
    const now = this.clock.now();
    const jobs = jobsToChange(this.rows.values(), filter, change, now);
    for (const job of jobs) {
      const changed = changedJob(job, change, now);
      if (changed) {
        this.put(changed);
      } else {
        this.rows.delete(job.id);
      }
    }
    return Promise.resolve(jobs.map(({ id }) => id));
  }

  getTime(): Promise<Date> {
    return Promise.resolve(this.clock.now());
  }

  private waiting(
    applicationName: string | null,
    maxResultCount: number,
    nameFilter: BackgroundJobNameFilter,
    order: (a: Row, b: Row) => number,
  ): Row[] {
    const now = this.clock.now();
    return this.live(applicationName)
      .filter(
        ({ job }) => job.nextTryTime <= now && nameFilter.isMatch(job.jobName),
      )
      .sort(order)
      .slice(0, maxResultCount);
  }

  private nextDueIn(applicationName: string | null, now: Date): number | null {
    const waits = this.live(applicationName)
      .map(({ job }) => job.nextTryTime.getTime() - now.getTime())
      .filter((wait) => wait > 0);
    return waits.length === 0 ? null : Math.min(...waits);
  }

  private live(applicationName: string | null): Row[] {
    return [...this.rows.values()].filter(
      ({ job }) =>
        job.applicationName === applicationName &&
        !job.isAbandoned &&
        job.completionTime === null,
    );
  }

  /** Changes the rows that still carry their claim's stamp; returns the claims of those that do not. */
  private changeHeld<TClaim extends BackgroundJobClaim>(
    claims: readonly TClaim[],
    change: (row: Row, claim: TClaim) => void,
  ): Promise<BackgroundJobClaim[]> {
    const lost: BackgroundJobClaim[] = [];
    for (const claim of claims) {
      const row = this.rows.get(claim.id);
      if (row?.concurrencyStamp === claim.concurrencyStamp) {
        change(row, claim);
      } else {
        lost.push({ id: claim.id, concurrencyStamp: claim.concurrencyStamp });
      }
    }
    return Promise.resolve(lost);
  }

  private put(job: BackgroundJobInfo, stamp = concurrencyStamp.fresh()): void {
    this.rows.set(job.id, { job: Object.freeze(job), concurrencyStamp: stamp });
  }
}

function byDueTime({ job: a }: Row, { job: b }: Row): number {
  return (
    b.priority - a.priority || a.nextTryTime.getTime() - b.nextTryTime.getTime()
  );
}

/** ABP's order. */
function byTryCount(a: Row, b: Row): number {
  return (
    b.job.priority - a.job.priority ||
    a.job.tryCount - b.job.tryCount ||
    byDueTime(a, b)
  );
}

function cutByName(
  rows: readonly Row[],
  maxCountByName: ReadonlyMap<string, number>,
): Row[] {
  const room = new Map(maxCountByName);
  return rows.filter(({ job: { jobName } }) => {
    const left = room.get(jobName) ?? Infinity;
    room.set(jobName, left - 1);
    return left > 0;
  });
}

function neverSettled(settlement: never): never {
  throw new TypeError(`Unknown settlement: ${JSON.stringify(settlement)}`);
}
