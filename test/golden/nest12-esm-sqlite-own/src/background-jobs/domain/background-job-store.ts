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
import type { IBackgroundJobRepository } from './background-job-repository.js';
import { objectOf } from './object-of.js';

/** The persistent store: ABP's contract over the repository, which has the statements. */
export class BackgroundJobStore implements IBackgroundJobStore {
  constructor(private readonly repository: IBackgroundJobRepository) {}

  find(id: string): Promise<BackgroundJobInfo | null> {
    return this.repository.find(id);
  }

  async insert(job: NewBackgroundJob, options?: InsertOptions): Promise<void> {
    const stored = await this.repository.insertMany([job], options);
    if (stored.size === 0) {
      throw new Error(`There is a job with the id ${job.id} already.`);
    }
  }

  insertMany(
    jobs: readonly NewBackgroundJob[],
    options?: InsertOptions,
  ): Promise<ReadonlySet<string>> {
    return this.repository.insertMany(jobs, options);
  }

  getWaitingJobs(
    applicationName: string | null,
    maxResultCount: number,
    nameFilter: BackgroundJobNameFilter = BackgroundJobNameFilter.none,
  ): Promise<BackgroundJobInfo[]> {
    return this.repository.getWaitingList(
      applicationName,
      maxResultCount,
      nameFilter,
    );
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
      const { concurrencyStamp, extraProperties } = record;
      // A claimed job knows more than its row does.
      const fields = Object.entries(job).filter(([key]) => key in record);
      Object.assign(record, objectOf(fields), {
        extraProperties: { ...extraProperties, ...job.extraProperties },
        concurrencyStamp,
      });
      if (await this.repository.update(record)) {
        return;
      }
    }
  }

  claim(request: ClaimRequest): Promise<ClaimResult> {
    return this.repository.claim(request);
  }

  renew(
    renewals: readonly BackgroundJobRenewal[],
    leaseDuration: number,
  ): Promise<readonly BackgroundJobClaim[]> {
    return this.repository.renew(renewals, leaseDuration);
  }

  settle(
    settlements: readonly BackgroundJobSettlement[],
  ): Promise<readonly BackgroundJobClaim[]> {
    return this.repository.settle(settlements);
  }

  release(
    releases: readonly BackgroundJobRelease[],
  ): Promise<readonly BackgroundJobClaim[]> {
    return this.repository.release(releases);
  }

  getList(
    filter: BackgroundJobFilter,
    page: BackgroundJobPage,
  ): Promise<readonly BackgroundJobDetails[]> {
    return this.repository.getList(filter, page);
  }

  getCounts(
    filter: BackgroundJobFilter,
  ): Promise<readonly BackgroundJobCount[]> {
    return this.repository.getCounts(filter);
  }

  change(
    filter: BackgroundJobFilter,
    change: BackgroundJobChange,
  ): Promise<readonly string[]> {
    return this.repository.change(filter, change);
  }

  getTime(): Promise<Date> {
    return this.repository.getTime();
  }
}
