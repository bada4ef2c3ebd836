import type { EventEmitter } from 'node:events';
import { BackgroundJobConfigurationError } from '../abstractions/background-job-errors.js';
import type { DatabaseSpecifics } from './database-specifics.js';
import { driverErrorOf } from './driver-error.js';
import { JobNotifier } from './job-notifier.js';
import { parseKeyValueConnectionString } from './key-value-connection-string.js';
import { queryInTime } from './query-in-time.js';

const deadlockDetected = '40P01';
const serializationFailure = '40001';
const undefinedTable = '42P01';

/** A connection string is a URL or, as .NET applications have it, `Host=…;Port=…;Database=…;Username=…;Password=…`. */
export const jobsDatabase: DatabaseSpecifics = {
  driverTypes: ['postgres'],

  connectionStringExample: 'postgres://user:password@localhost:5432/app',

  connectionOptions: (connectionString) => {
    if (!/^postgres(ql)?:\/\//i.test(connectionString)) {
      return { type: 'postgres', ...fromKeyValues(connectionString) };
    }
    if (!isUrl(connectionString)) {
      throw new BackgroundJobConfigurationError(
        `it is not a valid URL, in which special characters of a password are percent-encoded; one that is: ${jobsDatabase.connectionStringExample}`,
      );
    }
    return { type: 'postgres', url: connectionString };
  },

  /** The application's pool serves: it gives every statement a connection that is in no transaction. */
  optionsBeside: () => null,

  /**
   * A connection that the server ends in the moment it is made would end the process: pg-pool has stopped listening to its errors then, and TypeORM has not
   * begun. The statement that was to run on it fails all the same.
   */
  prepare: ({ driver }) => {
    const { master } = driver as unknown as { readonly master: EventEmitter };
    master.on('connect', (client: EventEmitter) =>
      client.on('error', () => undefined),
    );
  },

  queryInTime,

  isSame: (left, right) => left === right,

  isTransient: (error) =>
    [deadlockDetected, serializationFailure].includes(
      driverErrorOf(error)?.code ?? '',
    ),

  isTableMissing: (error) => driverErrorOf(error)?.code === undefinedTable,

  createNotifier: (dataSource, logger) => new JobNotifier(dataSource, logger),
};

function isUrl(text: string): boolean {
  try {
    return new URL(text).href !== '';
  } catch {
    return false;
  }
}

function fromKeyValues(connectionString: string) {
  const values = parseKeyValueConnectionString(connectionString);
  const first = (...keys: readonly string[]) =>
    keys.map((key) => values.get(key)).find((value) => value !== undefined);
  const host = first('host', 'server', 'datasource');
  const database = first('database', 'initialcatalog', 'db');
  if (!host || !database) {
    throw new BackgroundJobConfigurationError(
      `it is neither a URL such as ${jobsDatabase.connectionStringExample} nor 'Host=localhost;Port=5432;Database=app;Username=user;Password=…'`,
    );
  }
  const port = Number(first('port') ?? 5432);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new BackgroundJobConfigurationError(
      'its Port is not a number from 1 to 65535',
    );
  }
  const username = first('username', 'userid', 'user', 'uid');
  const password = first('password', 'pwd');
  return {
    host,
    port,
    database,
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...sslOf(first('sslmode')),
  };
}

/** What .NET's `SSL Mode` means: `Require` encrypts without looking at the certificate. */
function sslOf(mode = 'disable'): {
  readonly ssl?: { readonly rejectUnauthorized: boolean };
} {
  switch (mode.toLowerCase().replace('-', '')) {
    case 'require':
      return { ssl: { rejectUnauthorized: false } };
    case 'verifyca':
    case 'verifyfull':
      return { ssl: { rejectUnauthorized: true } };
    case 'disable':
    case 'allow':
    case 'prefer':
      return {};
    default:
      throw new BackgroundJobConfigurationError(
        "its SSL Mode is none of 'Disable', 'Allow', 'Prefer', 'Require', 'VerifyCA' and 'VerifyFull'",
      );
  }
}
