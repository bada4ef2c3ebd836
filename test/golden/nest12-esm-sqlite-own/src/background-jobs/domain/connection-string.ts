import { BackgroundJobConfigurationError } from '../abstractions/background-job-errors.js';
import { BackgroundJobsDbProperties } from './background-jobs-db-properties.js';

// ABP's rule: the connection string of the module's own name goes first, else the default one. The default is the application's own connection or, where
// it has none, the connection string named `Default`. The names are environment variables, as .NET spells them; a blank one counts as not set.

/** A connection string and, for messages, where it was found. */
export interface ConnectionString {
  readonly text: string;
  readonly source: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** The connection string of the module's own. @param option the module's option `connectionString`, which goes before the environment */
export function findOwnConnectionString(
  option?: string,
  environment: Environment = process.env,
): ConnectionString | undefined {
  const variable = ownVariable();
  return (
    found('the option connectionString', option) ??
    found(variable, environment[variable])
  );
}

/**
 * The connection string named `Default`.
 *
 * @param example of a connection string, for the message
 * @throws BackgroundJobConfigurationError when there is none: then there is no database at all
 */
export function getDefaultConnectionString(
  example: string,
  environment: Environment = process.env,
): ConnectionString {
  const variable = 'ConnectionStrings__Default';
  const connectionString = found(variable, environment[variable]);
  if (!connectionString) {
    throw new BackgroundJobConfigurationError(
      `The background jobs have no database: neither ${ownVariable()} nor ${variable} is set. Set one of these environment variables, for example ` +
        `${ownVariable()}='${example}', or the option connectionString.`,
    );
  }
  return connectionString;
}

function ownVariable(): string {
  return `ConnectionStrings__${BackgroundJobsDbProperties.connectionStringName}`;
}

function found(
  source: string,
  text: string | undefined,
): ConnectionString | undefined {
  return text?.trim() ? { text: text.trim(), source } : undefined;
}
