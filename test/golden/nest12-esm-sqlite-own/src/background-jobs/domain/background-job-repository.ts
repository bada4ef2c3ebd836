import type { BackgroundJobNameFilter } from '../abstractions/background-job-name-filter.js';
import type { IBackgroundJobStore } from '../abstractions/background-job-store.js';
import type { BackgroundJobRecord } from './background-job-record.js';

/**
 * The only door to the jobs table; a provider folder implements it. Most methods are those of the store and described there. Every write puts a
 * fresh `concurrencyStamp`; a claim's begins with `run:`.
 */
export interface IBackgroundJobRepository extends Pick<
  IBackgroundJobStore,
  | 'insertMany'
  | 'delete'
  | 'deleteCompleted'
  | 'claim'
  | 'renew'
  | 'settle'
  | 'release'
  | 'getList'
  | 'getCounts'
  | 'change'
  | 'getTime'
> {
  find(id: string): Promise<BackgroundJobRecord | null>;
  /** Writes every field under the condition that the row still carries `record.concurrencyStamp`; `false` when it does not. */
  update(record: BackgroundJobRecord): Promise<boolean>;
  getWaitingList(
    applicationName: string | null,
    maxResultCount: number,
    nameFilter: BackgroundJobNameFilter,
  ): Promise<BackgroundJobRecord[]>;
}
