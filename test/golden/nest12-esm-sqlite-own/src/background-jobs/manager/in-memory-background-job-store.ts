import type {
  BackgroundJobInfo,
  NewBackgroundJob,
} from '../abstractions/background-job-info.js';
import { BackgroundJobNameFilter } from '../abstractions/background-job-name-filter.js';
import { BackgroundJobPriority } from '../abstractions/background-job-priority.js';
import type {
  BackgroundJobClaim,
  BackgroundJobSettlement,
  ClaimedBackgroundJob,
  ClaimRequest,
  IBackgroundJobStore,
} from '../abstractions/background-job-store.js';
import type { Clock } from '../abstractions/clock.js';
import { uuidV7 } from './uuid-v7.js';

interface Row {
  readonly job: BackgroundJobInfo;
  readonly concurrencyStamp: string;
}

const RUNNING = 'run:';

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

  insert(job: NewBackgroundJob): Promise<void> {
    if (this.rows.has(job.id)) {
      return Promise.reject(
        new Error(`There is a job with the id ${job.id} already.`),
      );
    }
    const { delay = 0, ...given } = job;
    const now = this.clock.now();
    this.put({
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
    });
    return Promise.resolve();
  }

  getWaitingJobs(
    applicationName: string | null,
    maxResultCount: number,
    nameFilter: BackgroundJobNameFilter = BackgroundJobNameFilter.none,
  ): Promise<BackgroundJobInfo[]> {
    return Promise.resolve(
      this.waiting(applicationName, maxResultCount, nameFilter).map(
        (row) => row.job,
      ),
    );
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
    leaseDuration,
  }: ClaimRequest): Promise<ClaimedBackgroundJob[]> {
    const now = this.clock.now();
    const concurrencyStamp = RUNNING + newStamp(now);
    const claimed = this.waiting(
      applicationName,
      maxResultCount,
      nameFilter,
    ).map((row) => {
      const job = {
        ...row.job,
        tryCount: row.job.tryCount + 1,
        lastTryTime: now,
        nextTryTime: new Date(now.getTime() + leaseDuration),
      };
      this.put(job, concurrencyStamp);
      return {
        ...job,
        concurrencyStamp,
        stalledTryTime: row.concurrencyStamp.startsWith(RUNNING)
          ? row.job.lastTryTime
          : null,
      };
    });
    return Promise.resolve(claimed);
  }

  renew(
    claims: readonly BackgroundJobClaim[],
    leaseDuration: number,
  ): Promise<BackgroundJobClaim[]> {
    const nextTryTime = new Date(this.clock.now().getTime() + leaseDuration);
    return this.change(claims, (row) =>
      this.put({ ...row.job, nextTryTime }, row.concurrencyStamp),
    );
  }

  settle(
    settlements: readonly BackgroundJobSettlement[],
  ): Promise<BackgroundJobClaim[]> {
    return this.change(settlements, ({ job }, settlement) => {
      switch (settlement.kind) {
        case 'delete':
          this.rows.delete(job.id);
          return;
        case 'complete':
          this.put({ ...job, completionTime: this.clock.now() });
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
    claims: readonly BackgroundJobClaim[],
  ): Promise<BackgroundJobClaim[]> {
    return this.change(claims, ({ job }) =>
      this.put({
        ...job,
        tryCount: job.tryCount - 1,
        nextTryTime: this.clock.now(),
      }),
    );
  }

  private waiting(
    applicationName: string | null,
    maxResultCount: number,
    nameFilter: BackgroundJobNameFilter,
  ): Row[] {
    const now = this.clock.now();
    return [...this.rows.values()]
      .filter(
        ({ job }) =>
          job.applicationName === applicationName &&
          !job.isAbandoned &&
          job.completionTime === null &&
          job.nextTryTime <= now &&
          nameFilter.isMatch(job.jobName),
      )
      .sort(
        ({ job: a }, { job: b }) =>
          b.priority - a.priority ||
          a.tryCount - b.tryCount ||
          a.nextTryTime.getTime() - b.nextTryTime.getTime(),
      )
      .slice(0, maxResultCount);
  }

  /** Changes the rows that still carry their claim's stamp; returns the claims of those that do not. */
  private change<TClaim extends BackgroundJobClaim>(
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

  private put(
    job: BackgroundJobInfo,
    concurrencyStamp = newStamp(this.clock.now()),
  ): void {
    this.rows.set(job.id, { job: Object.freeze(job), concurrencyStamp });
  }
}

function newStamp(time: Date): string {
  return uuidV7(time).replaceAll('-', '');
}

function neverSettled(settlement: never): never {
  throw new TypeError(`Unknown settlement: ${JSON.stringify(settlement)}`);
}
