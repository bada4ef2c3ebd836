import type { DataSource, DataSourceOptions } from 'typeorm';
import type { NewBackgroundJob } from '../abstractions/background-job-info.js';
import type { InsertOptions } from '../abstractions/background-job-store.js';
import type { BackgroundJobLogger } from '../abstractions/background-job-logger.js';
import type { IBackgroundJobNotifier } from '../abstractions/background-job-signal.js';

/** What a statement says of itself to other processes. */
export interface JobsAnnouncement {
  readonly channel: string;
  readonly payload: string;
}

/** How jobs are to be stored. */
export interface InsertStatementOptions extends Pick<
  InsertOptions,
  'onlyBeforeDue'
> {
  readonly announcement?: JobsAnnouncement | null;
}

export interface JobsNotifier extends IBackgroundJobNotifier {
  /** For the statement that stores the jobs, which saves another commit; `null` when they are to be told of afterwards. */
  announce(jobs: readonly NewBackgroundJob[]): JobsAnnouncement | null;
}

/** What the module has to know about a kind of database, beside the statements in the files `*-sql.ts`. */
export interface DatabaseSpecifics {
  /** TypeORM's names of the drivers that the statements are written for. */
  readonly driverTypes: readonly string[];
  /** Shown in error messages. */
  readonly connectionStringExample: string;
  /**
   * Options of a connection of the module's own.
   *
   * @throws BackgroundJobConfigurationError when the connection string cannot be read; the message does not show it, since it may hold a password
   */
  connectionOptions(connectionString: string): DataSourceOptions;
  /** Options of a second connection to the application's database, where the application's own does not serve; else `null`. */
  optionsBeside(host: DataSource): DataSourceOptions | null;
  /** Called with the DataSource of the jobs once it is initialized. */
  prepare(dataSource: DataSource): void;
  /** Runs a statement that is always short. @throws Error when the database does not answer */
  queryInTime(
    dataSource: DataSource,
    statement: string,
    parameters: unknown[],
  ): Promise<unknown>;
  /** Whether a transaction on the one connection can cover a row of the other. */
  isSame(left: DataSource, right: DataSource): boolean;
  /** The statement did nothing because it collided with another one, and may be repeated. */
  isTransient(error: unknown): boolean;
  isTableMissing(error: unknown): boolean;
  /** How processes tell each other what is new. @param dataSource initialized */
  createNotifier(
    dataSource: DataSource,
    logger: BackgroundJobLogger,
  ): JobsNotifier;
}
