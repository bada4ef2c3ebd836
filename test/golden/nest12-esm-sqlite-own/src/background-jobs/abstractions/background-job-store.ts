import type {
  BackgroundJobInfo,
  NewBackgroundJob,
} from './background-job-info.js';
import type { BackgroundJobNameFilter } from './background-job-name-filter.js';
import type {
  BackgroundJobChange,
  BackgroundJobCount,
  BackgroundJobDetails,
  BackgroundJobFilter,
  BackgroundJobPage,
} from './background-job-operations.js';

/** Names one attempt at one job: the row and the stamp its claim wrote. The stamp is the fencing token. */
export interface BackgroundJobClaim {
  readonly id: string;
  readonly concurrencyStamp: string;
}

/** A job this process has claimed. `tryCount` and `lastTryTime` already count this attempt. */
export interface ClaimedBackgroundJob
  extends BackgroundJobInfo, BackgroundJobClaim {
  /** When it was due; `nextTryTime` is the end of the lease now. */
  readonly dueTime: Date;
  /** Start of the attempt before this one. */
  readonly previousTryTime: Date | null;
  /** The attempt before this one never ended: its worker died, or was away for longer than its lease. */
  readonly wasStalled: boolean;
}

export interface ClaimRequest {
  readonly applicationName: string | null;
  readonly nameFilter: BackgroundJobNameFilter;
  readonly maxResultCount: number;
  /** The most to take of some names; all others are only bound by `maxResultCount`. */
  readonly maxCountByName: ReadonlyMap<string, number>;
  /** Which due job goes first inside one priority: the one that is due longest, or (ABP) the one with the fewest tries. */
  readonly order: 'dueTime' | 'tryCount';
  /** Milliseconds, measured by the store's clock, after which a claim that is not renewed lapses. */
  readonly leaseDuration: number;
}

export interface ClaimResult {
  /** In the order in which they are to run. */
  readonly jobs: readonly ClaimedBackgroundJob[];
  /** As many due jobs were found as were asked for, so there may be more. */
  readonly mayHaveMore: boolean;
  /** Milliseconds until the next job of the application, of whatever name, becomes due; `null` when none is waiting for its time, or `mayHaveMore`. */
  readonly nextDueIn: number | null;
}

/** Where `extraProperties` is given, it takes the place of what the row has. */
export type BackgroundJobRenewal = BackgroundJobClaim &
  Partial<Pick<BackgroundJobInfo, 'extraProperties'>>;

/** What a job goes back to when it was claimed and not started. */
export type BackgroundJobRelease = BackgroundJobRenewal &
  Pick<ClaimedBackgroundJob, 'dueTime' | 'previousTryTime'>;

/** How an attempt ended. */
export type BackgroundJobSettlement = BackgroundJobClaim &
  (
    | /** Succeeded, the row goes. */ { readonly kind: 'delete' }
    | /** Succeeded, the row is kept with its completion time. */ {
        readonly kind: 'complete';
        readonly extraProperties?: Readonly<Record<string, unknown>>;
      }
    | /** Failed, to be tried again. */ {
        readonly kind: 'retry';
        readonly nextTryTime: Date;
        readonly extraProperties: Readonly<Record<string, unknown>>;
      }
    | /** Failed for good. */ {
        readonly kind: 'abandon';
        readonly extraProperties: Readonly<Record<string, unknown>>;
      }
  );

export interface InsertOptions {
  /** The caller's transaction, in the form the provider knows (TypeORM: its `EntityManager`; MongoDB: its `ClientSession`). */
  readonly transaction?: object;
  /**
   * Called with the ids of the stored jobs once they are there for everybody: at once, or when the caller's transaction has been committed.
   * @param areOthersTold the statement itself has told other processes
   */
  readonly onCommitted?: (
    stored: ReadonlySet<string>,
    areOthersTold: boolean,
  ) => void;
  /** Leaves out jobs that are due already, by the store's clock. */
  readonly onlyBeforeDue?: boolean;
}

/**
 * Where jobs live. The first group is ABP's contract; the second is the life of a claim, by which any number of workers
 * share one table without a lock; the third is for whoever operates the application.
 *
 * `renew`, `settle` and `release` return the claims that were **lost**: the row no longer carries the claim's stamp,
 * because the lease lapsed and somebody else took the job, or because it was deleted. A lost claim changes nothing.
 */
export interface IBackgroundJobStore {
  /** `null` when there is no such job. */
  find(id: string): Promise<BackgroundJobInfo | null>;
  /** @throws Error when there is a job with this id already. */
  insert(job: NewBackgroundJob, options?: InsertOptions): Promise<void>;
  /** Stores jobs in one round trip; those whose id is there already are left as they are. Returns the ids of those that were stored. */
  insertMany(
    jobs: readonly NewBackgroundJob[],
    options?: InsertOptions,
  ): Promise<ReadonlySet<string>>;
  /**
   * Due jobs of the application (not abandoned, not completed, `nextTryTime` reached) in ABP's order:
   * priority descending, then `tryCount`, then `nextTryTime`. Changes nothing.
   */
  getWaitingJobs(
    applicationName: string | null,
    maxResultCount: number,
    nameFilter?: BackgroundJobNameFilter,
  ): Promise<BackgroundJobInfo[]>;
  /** A missing job is no error. */
  delete(id: string): Promise<void>;
  /** Deletes up to `maxResultCount` completed jobs of the application with a completion time strictly before the limit, oldest first; returns how many. */
  deleteCompleted(
    applicationName: string | null,
    completedBefore: Date,
    maxResultCount: number,
    signal?: AbortSignal,
  ): Promise<number>;
  /** Overwrites every field of the job. A missing job is no error. */
  update(job: BackgroundJobInfo): Promise<void>;

  /** Takes due jobs for this process, highest priority first: counts the try, starts the lease, writes a fresh stamp. */
  claim(request: ClaimRequest): Promise<ClaimResult>;
  /** Extends the lease of everything in flight. */
  renew(
    renewals: readonly BackgroundJobRenewal[],
    leaseDuration: number,
  ): Promise<readonly BackgroundJobClaim[]>;
  /** Records how attempts ended. Repeating a settlement whose answer was lost is harmless. */
  settle(
    settlements: readonly BackgroundJobSettlement[],
  ): Promise<readonly BackgroundJobClaim[]>;
  /** Hands back jobs that were claimed but not started, to the place in the order that they had; the try is not counted. */
  release(
    releases: readonly BackgroundJobRelease[],
  ): Promise<readonly BackgroundJobClaim[]>;

  /** One page of jobs, newest id first. */
  getList(
    filter: BackgroundJobFilter,
    page: BackgroundJobPage,
  ): Promise<readonly BackgroundJobDetails[]>;
  /** How many jobs there are, by name and state; reads the whole table unless the filter names ids. */
  getCounts(
    filter: BackgroundJobFilter,
  ): Promise<readonly BackgroundJobCount[]>;
  /** Changes all jobs that the filter selects and whose state admits the change, in one statement; returns their ids. */
  change(
    filter: BackgroundJobFilter,
    change: BackgroundJobChange,
  ): Promise<readonly string[]>;
  /** The store's own time, which decides leases and due times. */
  getTime(): Promise<Date>;
}
