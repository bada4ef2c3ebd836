import type {
  BackgroundJobInfo,
  NewBackgroundJob,
} from '../abstractions/background-job-info.js';
import { BackgroundJobNameFilter } from '../abstractions/background-job-name-filter.js';
import type {
  BackgroundJobClaim,
  BackgroundJobSettlement,
  ClaimedBackgroundJob,
  ClaimRequest,
  IBackgroundJobStore,
  InsertOptions,
} from '../abstractions/background-job-store.js';
import type { IBackgroundJobRepository } from './background-job-repository.js';
import type { BackgroundJobRecord } from './background-job-record.js';

/** The persistent store: maps rows to `BackgroundJobInfo` and leaves the statements to the repository. */
export class BackgroundJobStore implements IBackgroundJobStore {
  constructor(private readonly repository: IBackgroundJobRepository) {}

  async find(id: string): Promise<BackgroundJobInfo | null> {
    const record = await this.repository.find(id);
    return record && toInfo(record);
  }

  insert(job: NewBackgroundJob, options?: InsertOptions): Promise<void> {
    return this.repository.insert(job, options);
  }

  async getWaitingJobs(
    applicationName: string | null,
    maxResultCount: number,
    nameFilter: BackgroundJobNameFilter = BackgroundJobNameFilter.none,
  ): Promise<BackgroundJobInfo[]> {
    const records = await this.repository.getWaitingList(
      applicationName,
      maxResultCount,
      nameFilter,
    );
    return records.map(toInfo);
  }

  delete(id: string): Promise<void> {
    return this.repository.delete(id);
  }

  deleteCompleted(
    applicationName: string | null,
    completedBefore: Date,
    maxResultCount: number,
    signal?: AbortSignal,
  ): Promise<number> {
    return this.repository.deleteCompleted(
      applicationName,
      completedBefore,
      maxResultCount,
      signal,
    );
  }

  /** Loads the row, maps the job onto it and writes it, as ABP does; a write that came in between makes it start over. */
  async update(job: BackgroundJobInfo): Promise<void> {
    for (;;) {
      const record = await this.repository.find(job.id);
      if (!record) {
        return;
      }
      Object.assign(record, {
        ...toFields(job),
        extraProperties: { ...record.extraProperties, ...job.extraProperties },
      });
      if (await this.repository.update(record)) {
        return;
      }
    }
  }

  async claim(request: ClaimRequest): Promise<ClaimedBackgroundJob[]> {
    const claimed = await this.repository.claim(request);
    return claimed.map(({ record, wasStalled }) => ({
      ...toInfo(record),
      concurrencyStamp: record.concurrencyStamp,
      wasStalled,
    }));
  }

  renew(
    claims: readonly BackgroundJobClaim[],
    leaseDuration: number,
  ): Promise<BackgroundJobClaim[]> {
    return this.repository.renew(claims, leaseDuration);
  }

  settle(
    settlements: readonly BackgroundJobSettlement[],
  ): Promise<BackgroundJobClaim[]> {
    return this.repository.settle(settlements);
  }

  release(
    claims: readonly BackgroundJobClaim[],
  ): Promise<BackgroundJobClaim[]> {
    return this.repository.release(claims);
  }
}

function toInfo(record: BackgroundJobRecord): BackgroundJobInfo {
  return { ...toFields(record), extraProperties: record.extraProperties };
}

function toFields(
  source: BackgroundJobInfo | BackgroundJobRecord,
): Omit<BackgroundJobInfo, 'extraProperties'> {
  const {
    id,
    applicationName,
    jobName,
    jobArgs,
    tryCount,
    creationTime,
    nextTryTime,
    lastTryTime,
    isAbandoned,
    completionTime,
    priority,
  } = source;
  return {
    id,
    applicationName,
    jobName,
    jobArgs,
    tryCount,
    creationTime,
    nextTryTime,
    lastTryTime,
    isAbandoned,
    completionTime,
    priority,
  };
}
