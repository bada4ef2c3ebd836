import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DataSource, DataSourceOptions } from 'typeorm';
import { BackgroundJobConfigurationError } from '../abstractions/background-job-errors.js';
import { BackgroundJobRecordEntity } from './background-job-record.entity.js';
import { driverErrorOf } from './driver-error.js';
import { parseKeyValueConnectionString } from './key-value-connection-string.js';

/**
 * How long SQLite waits for a lock, in milliseconds. It blocks the thread meanwhile, and the lock may be held by a transaction of this very process:
 * so it gives up at once, and the repository tries again without blocking.
 */
const busyTimeout = 5;

/** What the module has to know about SQLite beside its statements. */
export const jobsDatabase = {
  /** TypeORM's names of the drivers that the statements are written for. */
  driverTypes: ['better-sqlite3', 'sqlite', 'sqljs'] as readonly string[],

  connectionStringExample: 'Data Source=./data/background-jobs.db',

  /**
   * Options of a connection of the module's own, from a path, a `file:` URL or `Data Source=<path>`. The journal is a write-ahead log, so that readers
   * and the writer do not wait for each other; what is reported as done survives a crash of the process, though the last of it perhaps not a power cut.
   *
   * @throws BackgroundJobConfigurationError when it is none of these.
   */
  connectionOptions(connectionString: string): DataSourceOptions {
    return { type: 'better-sqlite3', database: filePathOf(connectionString), enableWAL: true, timeout: busyTimeout };
  },

  /**
   * TypeORM gives a SQLite DataSource one connection, on which a statement falls into whatever transaction happens to be open, and is rolled back with
   * it. So the module opens a second connection to the host's file; `null` where there is no file to share (memory).
   */
  optionsBeside(host: DataSource): DataSourceOptions | null {
    if (databaseFileOf(host) === null) {
      return null;
    }
    return {
      ...host.options,
      entities: [BackgroundJobRecordEntity],
      subscribers: [],
      migrations: [],
      migrationsRun: false,
      synchronize: false,
      dropSchema: false,
      cache: false,
      timeout: busyTimeout,
    } as DataSourceOptions;
  },

  /** Whether a transaction on the one connection can cover a row of the other. */
  isSame: (left: DataSource, right: DataSource): boolean =>
    left === right || (databaseFileOf(left) !== null && databaseFileOf(left) === databaseFileOf(right)),

  /** Another connection holds the lock; the statement did nothing and may be tried again. */
  isTransient: (error: unknown): boolean => /^SQLITE_(BUSY|LOCKED)/.test(driverErrorOf(error)?.code ?? ''),

  isTableMissing: (error: unknown): boolean => driverErrorOf(error)?.message.includes('no such table') ?? false,
} as const;

function databaseFileOf(dataSource: DataSource): string | null {
  const { type, database } = dataSource.options as { readonly type: string; readonly database?: unknown };
  const isFile = type !== 'sqljs' && typeof database === 'string' && database !== '' && database !== ':memory:';
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
    throw new BackgroundJobConfigurationError(`The connection string names no SQLite file; one that does: '${jobsDatabase.connectionStringExample}'.`);
  }
  return path;
}
