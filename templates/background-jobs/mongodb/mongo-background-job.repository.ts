import type { NewBackgroundJob } from '../abstractions/background-job-info.js';
import type { BackgroundJobNameFilter } from '../abstractions/background-job-name-filter.js';
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
  InsertOptions,
} from '../abstractions/background-job-store.js';
import { assertFits } from '../domain/assert-fits.js';
import type { BackgroundJobRecord } from '../domain/background-job-record.js';
import type { IBackgroundJobRepository } from '../domain/background-job-repository.js';
import { concurrencyStamp } from '../domain/concurrency-stamp.js';
import { isUuid } from '../domain/is-uuid.js';
import { lostOf } from '../domain/lost-claims.js';
import { withUuidsOnly } from '../domain/with-uuids-only.js';
import {
  changedExtraElements,
  toBinary,
  toElements,
  toRecord,
} from './background-job-document.js';
import type { BackgroundJobDocument } from './background-job-document.js';
import { Claims } from './claim.js';
import { deleteCompleted } from './cleanup.js';
import type { ClientSession, Collection } from './driver.js';
import { firstOf } from './first-of.js';
import { insertBeforeDue, insertJobs } from './insert.js';
import { due } from './job-conditions.js';
import type { JobsCollection } from './jobs-collection.js';
import { changeJobs, countJobs, findPage } from './operations.js';
import { ServerClock } from './server-clock.js';
import { releaseClaims, renewClaims, settleClaims } from './settle.js';
import { afterCommit } from './transaction-commits.js';
import { sessionOf } from './transaction-session.js';

/**
 * The jobs collection through MongoDB's driver. What happens to a job is a file each: `insert.ts`, `claim.ts`, `settle.ts`, `operations.ts`, `cleanup.ts`.
 *
 * Every write is fenced by the stamp of the document, and leases and due times are compared and written by the server's clock alone.
 */
export class MongoBackgroundJobRepository implements IBackgroundJobRepository {
  private readonly documents: Collection<BackgroundJobDocument>;
  private readonly clock: ServerClock;
  private readonly claims: Claims;

  constructor(private readonly jobs: JobsCollection) {
    this.documents = jobs.collection;
    this.clock = new ServerClock(jobs.db);
    this.claims = new Claims(jobs.collection, this.clock);
  }

  async find(id: string): Promise<BackgroundJobRecord | null> {
    const document = isUuid(id)
      ? await this.documents.findOne({ _id: toBinary(id) })
      : null;
    return document ? toRecord(document) : null;
  }

  async insertMany(
    jobs: readonly NewBackgroundJob[],
    { transaction, onCommitted, onlyBeforeDue }: InsertOptions = {},
  ): Promise<ReadonlySet<string>> {
    jobs.forEach(assertFits);
    const session =
      transaction === undefined
        ? undefined
        : sessionOf(transaction, this.jobs.client);
    if (jobs.length === 0) {
      return new Set();
    }
    const stored = onlyBeforeDue
      ? await insertBeforeDue(this.documents, jobs, this.clock)
      : await insertJobs(this.documents, jobs, this.clock, session);
    tellOnce(session, () => onCommitted?.(stored, false));
    return stored;
  }

  async update(record: BackgroundJobRecord): Promise<boolean> {
    const filter = {
      _id: toBinary(record.id),
      ConcurrencyStamp: record.concurrencyStamp,
    };
    const document = await this.documents.findOne(filter);
    if (!document) {
      return false;
    }
    const { matchedCount } = await this.documents.updateOne(filter, {
      $set: {
        ...toElements(record),
        ConcurrencyStamp: concurrencyStamp.fresh(),
        ...changedExtraElements(document, record.extraProperties),
      },
    });
    return matchedCount === 1;
  }

  async delete(id: string): Promise<void> {
    if (isUuid(id)) {
      await this.documents.deleteOne({ _id: toBinary(id) });
    }
  }

  async getWaitingList(
    applicationName: string | null,
    maxResultCount: number,
    nameFilter: BackgroundJobNameFilter,
  ): Promise<BackgroundJobRecord[]> {
    const now = await this.clock.now();
    const documents = await firstOf(
      this.documents
        .find(due(applicationName, nameFilter, now))
        .sort({ Priority: -1, TryCount: 1, NextTryTime: 1 }),
      maxResultCount,
    );
    return documents.map(toRecord);
  }

  async deleteCompleted(
    applicationName: string | null,
    completedBefore: Date,
    maxResultCount: number,
    signal?: AbortSignal,
  ): Promise<number> {
    signal?.throwIfAborted();
    return deleteCompleted(
      this.documents,
      applicationName,
      completedBefore,
      maxResultCount,
    );
  }

  claim(request: ClaimRequest): Promise<ClaimResult> {
    return this.claims.claim(request);
  }

  renew(
    renewals: readonly BackgroundJobRenewal[],
    leaseDuration: number,
  ): Promise<readonly BackgroundJobClaim[]> {
    return lostOf(renewals, async () =>
      renewClaims(
        this.documents,
        renewals,
        leaseDuration,
        await this.clock.now(),
      ),
    );
  }

  settle(
    settlements: readonly BackgroundJobSettlement[],
  ): Promise<readonly BackgroundJobClaim[]> {
    return lostOf(settlements, async () =>
      settleClaims(this.documents, settlements, await this.clock.now()),
    );
  }

  release(
    releases: readonly BackgroundJobRelease[],
  ): Promise<readonly BackgroundJobClaim[]> {
    return lostOf(releases, () => releaseClaims(this.documents, releases));
  }

  async getList(
    filter: BackgroundJobFilter,
    page: BackgroundJobPage,
  ): Promise<readonly BackgroundJobDetails[]> {
    const now = await this.clock.now();
    return findPage(this.documents, withUuidsOnly(filter), page, now);
  }

  async getCounts(
    filter: BackgroundJobFilter,
  ): Promise<readonly BackgroundJobCount[]> {
    const now = await this.clock.now();
    return countJobs(this.documents, withUuidsOnly(filter), now);
  }

  async change(
    filter: BackgroundJobFilter,
    change: BackgroundJobChange,
  ): Promise<readonly string[]> {
    const now = await this.clock.now();
    return changeJobs(this.documents, withUuidsOnly(filter), change, now);
  }

  getTime(): Promise<Date> {
    return this.clock.now();
  }
}

/** At once, or when the transaction has been committed. */
function tellOnce(session: ClientSession | undefined, tell: () => void): void {
  if (session?.inTransaction()) {
    afterCommit(session, tell);
  } else {
    tell();
  }
}
