import type {
  BackgroundJobInfo,
  NewBackgroundJob,
} from './background-job-info.js';
import type { BackgroundJobNameFilter } from './background-job-name-filter.js';

/** Names one attempt at one job: the row and the stamp its claim wrote. The stamp is the fencing token. */
export interface BackgroundJobClaim {
  readonly id: string;
  readonly concurrencyStamp: string;
}

/** A job this process has claimed. `tryCount` and `lastTryTime` already count this attempt. */
export interface ClaimedBackgroundJob
  extends BackgroundJobInfo, BackgroundJobClaim {
  /** Start of the attempt before this one, where that never ended (its worker died or was away for longer than its lease); else `null`. */
  readonly stalledTryTime: Date | null;
}

export interface ClaimRequest {
  readonly applicationName: string | null;
  readonly nameFilter: BackgroundJobNameFilter;
  readonly maxResultCount: number;
  /** Milliseconds, measured by the store's clock, after which a claim that is not renewed lapses. */
  readonly leaseDuration: number;
}

/** How an attempt ended. */
export type BackgroundJobSettlement = BackgroundJobClaim &
  (
    | /** Succeeded, the row goes. */ { readonly kind: 'delete' }
    | /** Succeeded, the row is kept with its completion time. */ {
        readonly kind: 'complete';
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
  /** The caller's transaction, in the form the provider knows (TypeORM: its `EntityManager`). */
  readonly transaction?: object;
}

/**
 * Where jobs live. The first group is ABP's contract; the second is the life of a claim, by which any number of workers
 * share one table without a lock.
 *
 * The methods of the second group return the claims that were **lost**: the row no longer carries the claim's stamp,
 * because the lease lapsed and somebody else took the job, or because it was deleted. A lost claim changes nothing.
 */
export interface IBackgroundJobStore {
  /** `null` when there is no such job. */
  find(id: string): Promise<BackgroundJobInfo | null>;
  insert(job: NewBackgroundJob, options?: InsertOptions): Promise<void>;
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

  /** Takes due jobs for this process: counts the try, starts the lease, writes a fresh stamp. In the order in which they are to run. */
  claim(request: ClaimRequest): Promise<ClaimedBackgroundJob[]>;
  /** Extends the lease of everything in flight. */
  renew(
    claims: readonly BackgroundJobClaim[],
    leaseDuration: number,
  ): Promise<BackgroundJobClaim[]>;
  /** Records how attempts ended. Repeating a settlement whose answer was lost is harmless. */
  settle(
    settlements: readonly BackgroundJobSettlement[],
  ): Promise<BackgroundJobClaim[]>;
  /** Hands back jobs that were claimed but not started; the try is not counted. */
  release(claims: readonly BackgroundJobClaim[]): Promise<BackgroundJobClaim[]>;
}
