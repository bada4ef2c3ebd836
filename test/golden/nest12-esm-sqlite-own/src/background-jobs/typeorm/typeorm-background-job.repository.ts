import { EntityManager } from 'typeorm';
import type { DataSource, Repository } from 'typeorm';
import { BackgroundJobConfigurationError } from '../abstractions/background-job-errors.js';
import type { NewBackgroundJob } from '../abstractions/background-job-info.js';
import type { BackgroundJobNameFilter } from '../abstractions/background-job-name-filter.js';
import type {
  BackgroundJobClaim,
  BackgroundJobSettlement,
  ClaimedBackgroundJob,
  ClaimRequest,
  InsertOptions,
} from '../abstractions/background-job-store.js';
import { BackgroundJobRecordConsts } from '../domain/background-job-record.consts.js';
import { BackgroundJobRecord } from '../domain/background-job-record.js';
import type { IBackgroundJobRepository } from '../domain/background-job-repository.js';
import { BackgroundJobRecordEntity } from './background-job-record.entity.js';
import * as sql from './background-job-sql.js';
import type {
  BackgroundJobRow,
  BackgroundJobsTable,
} from './background-jobs-table.js';
import { concurrencyStamp } from './concurrency-stamp.js';
import { jobsDatabase } from './jobs-database.js';
import { missingTableError } from './missing-table-error.js';
import { retryTransient } from './retry-transient.js';

/**
 * The jobs table through TypeORM. TypeORM maps rows, makes the table and lends its transactions; what runs often is a statement over a whole set of rows
 * (`background-job-sql.ts`), because one ORM call per job costs a hundred times as much.
 *
 * Leases and due times are compared and written by the database's clock alone.
 */
export class TypeOrmBackgroundJobRepository implements IBackgroundJobRepository {
  private readonly records: Repository<BackgroundJobRecord>;
  private readonly table: BackgroundJobsTable;

  /** @param dataSource initialized, and with `BackgroundJobRecordEntity` among its entities */
  constructor(private readonly dataSource: DataSource) {
    this.records = dataSource.getRepository(BackgroundJobRecordEntity);
    const { schema, tableName } = this.records.metadata;
    this.table = {
      name: [schema, tableName]
        .flatMap((name) => (name ? [escapeIdentifier(name)] : []))
        .join('.'),
      query: (statement, parameters) =>
        this.run(() => dataSource.query(statement, parameters)),
    };
  }

  async find(id: string): Promise<BackgroundJobRecord | null> {
    return isUuid(id) ? this.run(() => this.records.findOneBy({ id })) : null;
  }

  async insert(
    job: NewBackgroundJob,
    { transaction }: InsertOptions = {},
  ): Promise<void> {
    assertFits(job);
    await sql.insertJob(
      transaction === undefined ? this.table : this.tableIn(transaction),
      job,
    );
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
    const rows = await sql.selectWaiting(
      this.table,
      applicationName,
      maxResultCount,
      nameFilter,
    );
    return rows.map((row) => this.toRecord(row));
  }

  async deleteCompleted(
    applicationName: string | null,
    completedBefore: Date,
    maxResultCount: number,
    signal?: AbortSignal,
  ): Promise<number> {
    signal?.throwIfAborted();
    return sql.deleteCompleted(
      this.table,
      applicationName,
      completedBefore,
      maxResultCount,
    );
  }

  async claim(request: ClaimRequest): Promise<ClaimedBackgroundJob[]> {
    const claimed = await sql.claimDue(this.table, request);
    return claimed.map(({ row, stalledTryTime }) =>
      Object.assign(this.toRecord(row), { stalledTryTime }),
    );
  }

  renew(
    claims: readonly BackgroundJobClaim[],
    leaseDuration: number,
  ): Promise<BackgroundJobClaim[]> {
    return lostOf(claims, () =>
      sql.renewClaims(this.table, claims, leaseDuration),
    );
  }

  settle(
    settlements: readonly BackgroundJobSettlement[],
  ): Promise<BackgroundJobClaim[]> {
    return lostOf(settlements, () => sql.settleClaims(this.table, settlements));
  }

  release(
    claims: readonly BackgroundJobClaim[],
  ): Promise<BackgroundJobClaim[]> {
    return lostOf(claims, () => sql.releaseClaims(this.table, claims));
  }

  /** The table as the caller's transaction sees it. Nothing is retried there: a failed statement is the end of a transaction. */
  private tableIn(transaction: object): BackgroundJobsTable {
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
    return {
      name: this.table.name,
      query: (statement, parameters) =>
        this.explaining(() => transaction.query(statement, parameters)),
    };
  }

  private run<T>(statement: () => Promise<T>): Promise<T> {
    return this.explaining(() => retryTransient(statement));
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

  private toRecord(row: BackgroundJobRow): BackgroundJobRecord {
    const record = new BackgroundJobRecord();
    for (const column of this.records.metadata.columns) {
      column.setEntityValue(
        record,
        this.dataSource.driver.prepareHydratedValue(
          row[column.databaseName],
          column,
        ),
      );
    }
    return record;
  }
}

/** Runs a statement over claims that returns the ids it still found in their hands; returns the other claims. */
async function lostOf(
  claims: readonly BackgroundJobClaim[],
  statement: () => Promise<string[]>,
): Promise<BackgroundJobClaim[]> {
  const held = new Set(claims.length === 0 ? [] : await statement());
  return claims
    .filter(({ id }) => !held.has(id))
    .map(({ id, concurrencyStamp: stamp }) => ({
      id,
      concurrencyStamp: stamp,
    }));
}

/** @throws RangeError before the database's own error, which does not name the job. */
function assertFits({
  applicationName,
  jobName,
  jobArgs,
}: NewBackgroundJob): void {
  const { maxApplicationNameLength, maxJobNameLength, maxJobArgsLength } =
    BackgroundJobRecordConsts;
  assertLength(
    `The application name '${applicationName}'`,
    applicationName?.length ?? 0,
    maxApplicationNameLength,
  );
  assertLength(`The job name '${jobName}'`, jobName.length, maxJobNameLength);
  assertLength(
    `The arguments of the job '${jobName}'`,
    jobArgs.length,
    maxJobArgsLength,
  );
}

function assertLength(what: string, length: number, maximum: number): void {
  if (length > maximum) {
    throw new RangeError(
      `${what} has ${length} characters; there is room for ${maximum}.`,
    );
  }
}

function escapeIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function databaseOf({ driver }: DataSource): string {
  return driver.database ?? driver.options.type;
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
