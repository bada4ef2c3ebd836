import type { DataSource, DataSourceOptions } from 'typeorm';
import { BackgroundJobConfigurationError } from '../abstractions/background-job-errors.js';
import { driverErrorOf } from './driver-error.js';
import { parseKeyValueConnectionString } from './key-value-connection-string.js';

const deadlockDetected = '40P01';
const serializationFailure = '40001';
const undefinedTable = '42P01';

/** What the module has to know about PostgreSQL beside its statements. */
export const jobsDatabase = {
  /** TypeORM's names of the drivers that the statements are written for. */
  driverTypes: ['postgres'] as readonly string[],

  connectionStringExample: 'postgres://user:password@localhost:5432/app',

  /**
   * Options of a connection of the module's own, from a URL or, as .NET applications have it, `Host=…;Port=…;Database=…;Username=…;Password=…`.
   *
   * @throws BackgroundJobConfigurationError when it is neither.
   */
  connectionOptions(connectionString: string): DataSourceOptions {
    if (/^postgres(ql)?:\/\//i.test(connectionString)) {
      if (!URL.canParse(connectionString)) {
        throw new BackgroundJobConfigurationError(
          `not a valid URL; special characters of a password have to be percent-encoded. One that is valid: ${jobsDatabase.connectionStringExample}`,
        );
      }
      return { type: 'postgres', url: connectionString };
    }
    return { type: 'postgres', ...fromKeyValues(connectionString) };
  },

  /** The host's own connection serves: a pool gives every statement a connection outside of any transaction. */
  optionsBeside: (_host: DataSource): DataSourceOptions | null => null,

  /** Whether a transaction on the one connection can cover a row of the other. */
  isSame: (left: DataSource, right: DataSource): boolean => left === right,

  /** The statement was rolled back in favour of another one and may be tried again. */
  isTransient: (error: unknown): boolean => [deadlockDetected, serializationFailure].includes(driverErrorOf(error)?.code ?? ''),

  isTableMissing: (error: unknown): boolean => driverErrorOf(error)?.code === undefinedTable,
} as const;

function fromKeyValues(connectionString: string) {
  const values = parseKeyValueConnectionString(connectionString);
  const first = (...keys: readonly string[]) => keys.map((key) => values.get(key)).find((value) => value !== undefined);
  const host = first('host', 'server', 'datasource');
  const database = first('database', 'initialcatalog', 'db');
  if (!host || !database) {
    throw new BackgroundJobConfigurationError(
      `neither a URL such as ${jobsDatabase.connectionStringExample} nor 'Host=localhost;Port=5432;Database=app;Username=user;Password=…'`,
    );
  }
  const port = Number(first('port') ?? 5432);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new BackgroundJobConfigurationError('its Port is not a number from 1 to 65535');
  }
  const username = first('username', 'userid', 'user', 'uid');
  const password = first('password', 'pwd');
  return { host, port, database, ...(username !== undefined && { username }), ...(password !== undefined && { password }), ...sslOf(first('sslmode')) };
}

/** What .NET's `SSL Mode` means: `Require` encrypts without looking at the certificate. */
function sslOf(mode = 'disable'): { readonly ssl?: { readonly rejectUnauthorized: boolean } } {
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
      throw new BackgroundJobConfigurationError("its SSL Mode is none of 'Disable', 'Allow', 'Prefer', 'Require', 'VerifyCA' and 'VerifyFull'");
  }
}
