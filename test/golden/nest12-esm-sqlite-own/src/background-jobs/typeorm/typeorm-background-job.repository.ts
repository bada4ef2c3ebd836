import { EntityManager } from 'typeorm';
import type { DataSource, Repository } from 'typeorm';
import { BackgroundJobConfigurationError } from '../abstractions/background-job-errors.js';
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
import { BackgroundJobRecord } from '../domain/background-job-record.js';
import type { IBackgroundJobRepository } from '../domain/background-job-repository.js';
import { isUuid } from '../domain/is-uuid.js';
import { lostOf } from '../domain/lost-claims.js';
import { retryWhile } from '../domain/retry-while.js';
import { withUuidsOnly } from '../domain/with-uuids-only.js';
import { BackgroundJobRecordEntity } from './background-job-record.entity.js';
import { toRecord } from './background-job-row.js';
import { backgroundJobsTableOf } from './background-jobs-table.js';
import type { BackgroundJobsTable } from './background-jobs-table.js';
import { claimDue, selectWaiting } from './claim-sql.js';
import { deleteCompleted } from './cleanup-sql.js';
import { concurrencyStamp } from '../domain/concurrency-stamp.js';
import type { JobsNotifier } from './database-specifics.js';
import { insertJobs } from './insert-sql.js';
import { jobsDatabase } from './jobs-database.js';
import { missingTableError } from './missing-table-error.js';
import { changeJobs, countJobs, selectPage } from './operations-sql.js';
import { releaseClaims, renewClaims, settleClaims } from './settle-sql.js';
import { selectTime } from './sql-statement.js';
import { TransactionCommits } from './transaction-commits.js';

/**
 * The jobs table through TypeORM. TypeORM maps rows, makes the table and lends its transactions; what runs often is a statement over a whole set of rows
 * (the files `*-sql.ts`), because one ORM call per job costs a hundred times as much.
 *
 * Leases and due times are compared and written by the database's clock alone.
 */
export class TypeOrmBackgroundJobRepository implements IBackgroundJobRepository {
  private readonly records: Repository<BackgroundJobRecord>;
  /** For the statements that are always short. */
  private readonly table: BackgroundJobsTable;
  /** For those that may take long, as they look at any number of rows. */
  private readonly wholeTable: BackgroundJobsTable;

  /**
   * @param dataSource initialized, and with `BackgroundJobRecordEntity` among its entities
   * @param notifier whom new jobs are told to, where there is one
   */
  constructor(
    private readonly dataSource: DataSource,
    private readonly notifier: JobsNotifier | null = null,
  ) {
    this.records = dataSource.getRepository(BackgroundJobRecordEntity);
    const { metadata } = this.records;
    this.table = backgroundJobsTableOf(metadata, (statement, parameters) =>
      this.run(
        () =>
          jobsDatabase.queryInTime(
            dataSource,
            statement,
            parameters,
          ) as Promise<unknown[]>,
      ),
    );
    this.wholeTable = backgroundJobsTableOf(metadata, (statement, parameters) =>
      this.run(() => dataSource.query(statement, parameters)),
    );
  }

  async find(id: string): Promise<BackgroundJobRecord | null> {
    return isUuid(id) ? this.run(() => this.records.findOneBy({ id })) : null;
  }

  async insertMany(
    jobs: readonly NewBackgroundJob[],
    options: InsertOptions = {},
  ): Promise<ReadonlySet<string>> {
    jobs.forEach(assertFits);
    const { transaction, onCommitted } = options;
    const manager =
      transaction === undefined ? null : this.managerOf(transaction);
    const table = manager ? this.tableIn(manager) : this.table;
    if (jobs.length === 0) {
      return new Set();
    }
    const announcement = manager
      ? null
      : (this.notifier?.announce(jobs) ?? null);
    const stored = new Set(
      await insertJobs(table, jobs, { ...options, announcement }),
    );
    const { queryRunner, connection } = manager ?? {};
    if (connection && queryRunner?.isTransactionActive) {
      TransactionCommits.of(connection).afterCommit(queryRunner, () =>
        onCommitted?.(stored, false),
      );
    } else {
      onCommitted?.(stored, announcement !== null);
    }
    return stored;
  }

  async update(record: BackgroundJobRecord): Promise<boolean> {
    const { id, concurrencyStamp: seen } = record;
    const changed = Object.assign(new BackgroundJobRecord(), record, {
      concurrencyStamp: concurrencyStamp.fresh(),
    });
    const { affected } = await this.run(() =>
      this.records.update(
        { id, concurrencyStamp: seen },
        changed as Parameters<typeof this.records.update>[1],
      ),
    );
    return affected === 1;
  }

  async delete(id: string): Promise<void> {
    if (isUuid(id)) {
      await this.run(() => this.records.delete({ id }));
    }
  }

  async getWaitingList(
    applicationName: string | null,
    maxResultCount: number,
    nameFilter: BackgroundJobNameFilter,
  ): Promise<BackgroundJobRecord[]> {
    const rows = await selectWaiting(
      this.wholeTable,
      applicationName,
      maxResultCount,
      nameFilter,
    );
    return rows.map(toRecord);
  }

  async deleteCompleted(
    applicationName: string | null,
    completedBefore: Date,
    maxResultCount: number,
    signal?: AbortSignal,
  ): Promise<number> {
    signal?.throwIfAborted();
    return deleteCompleted(
      this.wholeTable,
      applicationName,
      completedBefore,
      maxResultCount,
    );
  }

  claim(request: ClaimRequest): Promise<ClaimResult> {
    return claimDue(this.table, request);
  }

  renew(
    renewals: readonly BackgroundJobRenewal[],
    leaseDuration: number,
  ): Promise<readonly BackgroundJobClaim[]> {
    return lostOf(renewals, () =>
      renewClaims(this.table, renewals, leaseDuration),
    );
  }

  settle(
    settlements: readonly BackgroundJobSettlement[],
  ): Promise<readonly BackgroundJobClaim[]> {
    return lostOf(settlements, () => settleClaims(this.table, settlements));
  }

  release(
    releases: readonly BackgroundJobRelease[],
  ): Promise<readonly BackgroundJobClaim[]> {
    return lostOf(releases, () => releaseClaims(this.table, releases));
  }

  getList(
    filter: BackgroundJobFilter,
    page: BackgroundJobPage,
  ): Promise<readonly BackgroundJobDetails[]> {
    return selectPage(this.wholeTable, withUuidsOnly(filter), page);
  }

  getCounts(
    filter: BackgroundJobFilter,
  ): Promise<readonly BackgroundJobCount[]> {
    return countJobs(this.wholeTable, withUuidsOnly(filter));
  }

  change(
    filter: BackgroundJobFilter,
    change: BackgroundJobChange,
  ): Promise<readonly string[]> {
    return changeJobs(this.wholeTable, withUuidsOnly(filter), change);
  }

  getTime(): Promise<Date> {
    return selectTime(this.table);
  }

  private managerOf(transaction: object): EntityManager {
    if (!(transaction instanceof EntityManager)) {
      throw new TypeError(
        `The transaction of a job has to be a TypeORM EntityManager, such as the one that dataSource.transaction() hands to its callback or the manager of ` +
          `a QueryRunner; it is of the type ${transaction.constructor.name}.`,
      );
    }
    if (!jobsDatabase.isSame(transaction.connection, this.dataSource)) {
      throw new BackgroundJobConfigurationError(
        `The transaction belongs to the database ${databaseOf(transaction.connection)}, the jobs table to ${databaseOf(this.dataSource)} ` +
          'on a connection of its own: one transaction cannot cover both. Without a connection string of their own the jobs share the connection of the application.',
      );
    }
    return transaction;
  }

  /** The table as the caller's transaction sees it. Nothing is retried there: a failed statement is the end of a transaction. */
  private tableIn(transaction: EntityManager): BackgroundJobsTable {
    return backgroundJobsTableOf(
      this.records.metadata,
      (statement, parameters) =>
        this.explaining(() => transaction.query(statement, parameters)),
    );
  }

  private run<T>(statement: () => Promise<T>): Promise<T> {
    return this.explaining(() =>
      retryWhile((error) => jobsDatabase.isTransient(error), statement),
    );
  }

  private async explaining<T>(statement: () => Promise<T>): Promise<T> {
    try {
      return await statement();
    } catch (error) {
      throw jobsDatabase.isTableMissing(error)
        ? missingTableError(this.table.name, databaseOf(this.dataSource), error)
        : error;
    }
  }
}

function databaseOf({ driver }: DataSource): string {
  return driver.database ?? driver.options.type;
}
