import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DataSource, DataSourceOptions } from 'typeorm';
import { BackgroundJobConfigurationError } from '../abstractions/background-job-errors.js';
import { noBackgroundJobNotifier } from '../manager/no-background-job-notifier.js';
import { BackgroundJobRecordEntity } from './background-job-record.entity.js';
import type { DatabaseSpecifics } from './database-specifics.js';
import { driverErrorOf } from './driver-error.js';
import { parseKeyValueConnectionString } from './key-value-connection-string.js';

/**
 * How long SQLite waits for a lock, in milliseconds. It blocks the thread meanwhile, and the lock may be held by a transaction of this very process:
 * so it gives up at once, and the repository tries again without blocking.
 */
const busyTimeout = 5;

/** Of the second connection to the application's file. TypeORM's driver `sqlite` does not return rows from an `UPDATE`, so it is never of that type. */
const ownOptions: Partial<DataSourceOptions> = {
  type: 'better-sqlite3',
  entities: [BackgroundJobRecordEntity],
  subscribers: [],
  migrations: [],
  migrationsRun: false,
  synchronize: false,
  dropSchema: false,
  cache: false,
  timeout: busyTimeout,
};

/** A connection string is a path, a `file:` URL or `Data Source=<path>`. */
export const jobsDatabase: DatabaseSpecifics = {
  driverTypes: ['better-sqlite3', 'sqlite', 'sqljs'],

  connectionStringExample: 'Data Source=./data/background-jobs.db',

  /**
   * The journal is a write-ahead log, so that readers and the writer do not wait for each other. What is reported as done survives a crash of the process,
   * though the last of it perhaps not a power cut.
   */
  connectionOptions: (connectionString) => ({
    type: 'better-sqlite3',
    database: filePathOf(connectionString),
    enableWAL: true,
    timeout: busyTimeout,
  }),

  /**
   * TypeORM gives a SQLite DataSource one connection, on which a statement falls into whatever transaction happens to be open, and is rolled back with
   * it. So the module opens a second connection to the file; a database in memory it has to share.
   */
  optionsBeside: (host) => {
    const type: string = host.options.type;
    if (databaseFileOf(host) !== null) {
      return {
        ...host.options,
        ...(type === 'sqlite' && { driver: undefined }),
        ...ownOptions,
      } as DataSourceOptions;
    }
    if (type === 'sqlite') {
      throw new BackgroundJobConfigurationError(
        "The background jobs cannot share a database in memory with TypeORM's driver 'sqlite'; use 'better-sqlite3'.",
      );
    }
    return null;
  },

  prepare: () => undefined,

  queryInTime: (dataSource, statement, parameters) =>
    dataSource.query(statement, parameters),

  isSame: (left, right) =>
    left === right ||
    (databaseFileOf(left) !== null &&
      databaseFileOf(left) === databaseFileOf(right)),

  isTransient: (error) =>
    /^SQLITE_(BUSY|LOCKED)/.test(driverErrorOf(error)?.code ?? ''),

  isTableMissing: (error) =>
    driverErrorOf(error)?.message.includes('no such table') ?? false,

  /** SQLite has nothing that reaches other processes; they find jobs by polling. */
  createNotifier: () => ({ ...noBackgroundJobNotifier, announce: () => null }),
};

function databaseFileOf(dataSource: DataSource): string | null {
  const { type, database } = dataSource.options as {
    readonly type: string;
    readonly database?: unknown;
  };
  const isFile =
    type !== 'sqljs' &&
    typeof database === 'string' &&
    database !== '' &&
    database !== ':memory:';
  return isFile ? resolve(database) : null;
}

function filePathOf(connectionString: string): string {
  if (connectionString.startsWith('file://')) {
    return fileURLToPath(connectionString);
  }
  if (connectionString.startsWith('file:')) {
    return connectionString.slice('file:'.length);
  }
  if (connectionString.includes('://') || !connectionString.includes('=')) {
    return plainPath(connectionString);
  }
  const values = parseKeyValueConnectionString(connectionString);
  return plainPath(values.get('datasource') ?? values.get('filename') ?? '');
}

function plainPath(path: string): string {
  if (path === '' || path.includes('://')) {
    throw new BackgroundJobConfigurationError(
      `it names no SQLite file; one that does: '${jobsDatabase.connectionStringExample}'`,
    );
  }
  return path;
}
