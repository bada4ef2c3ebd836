import type { BackgroundJobNameFilter } from '../abstractions/background-job-name-filter.js';
import type {
  BackgroundJobClaim,
  BackgroundJobSettlement,
  ClaimedBackgroundJob,
  ClaimRequest,
  InsertOptions,
} from '../abstractions/background-job-store.js';
import type { NewBackgroundJob } from '../abstractions/background-job-info.js';
import type { BackgroundJobRecord } from './background-job-record.js';

/**
 * The only door to the jobs table; a provider folder implements it. Multi-row statements report the claims that were
 * lost, as `IBackgroundJobStore` describes. Every write puts a fresh `concurrencyStamp`; a claim's begins with `run:`.
 */
export interface IBackgroundJobRepository {
  find(id: string): Promise<BackgroundJobRecord | null>;
  insert(job: NewBackgroundJob, options?: InsertOptions): Promise<void>;
  /** Writes every field under the condition that the row still carries `record.concurrencyStamp`; `false` when it does not. */
  update(record: BackgroundJobRecord): Promise<boolean>;
  delete(id: string): Promise<void>;
  getWaitingList(
    applicationName: string | null,
    maxResultCount: number,
    nameFilter: BackgroundJobNameFilter,
  ): Promise<BackgroundJobRecord[]>;
  deleteCompleted(
    applicationName: string | null,
    completedBefore: Date,
    maxResultCount: number,
    signal?: AbortSignal,
  ): Promise<number>;
  claim(request: ClaimRequest): Promise<ClaimedBackgroundJob[]>;
  renew(
    claims: readonly BackgroundJobClaim[],
    leaseDuration: number,
  ): Promise<BackgroundJobClaim[]>;
  settle(
    settlements: readonly BackgroundJobSettlement[],
  ): Promise<BackgroundJobClaim[]>;
  release(claims: readonly BackgroundJobClaim[]): Promise<BackgroundJobClaim[]>;
}
