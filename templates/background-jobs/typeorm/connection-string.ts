import { BackgroundJobConfigurationError } from '../abstractions/background-job-errors.js';
import { BackgroundJobsDbProperties } from '../domain/background-jobs-db-properties.js';
import { jobsDatabase } from './jobs-database.js';

/** How the jobs table is reached: over a connection of the module's own, or over the host's. */
export type JobsConnection<THost> =
  | { readonly kind: 'own'; readonly connectionString: string; /** Where it was found, for messages. */ readonly source: string }
  | { readonly kind: 'host'; readonly host: THost };

/**
 * ABP's rule: the connection string of the module's own name, else the default one, which is the host's DataSource or, where the host has none, the
 * connection string named `Default`. The names are environment variables, `ConnectionStrings__<name>`. A blank one counts as not set.
 *
 * @param connectionString the module's option; goes before the environment
 * @throws BackgroundJobConfigurationError when there is none at all
 */
export function resolveJobsConnection<THost>(
  connectionString: string | undefined,
  host: THost | undefined,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): JobsConnection<THost> {
  const own = `ConnectionStrings__${BackgroundJobsDbProperties.connectionStringName}`;
  const fallback = 'ConnectionStrings__Default';
  if (connectionString?.trim()) {
    return { kind: 'own', connectionString: connectionString.trim(), source: 'the option connectionString' };
  }
  if (environment[own]?.trim()) {
    return { kind: 'own', connectionString: environment[own].trim(), source: own };
  }
  if (host !== undefined) {
    return { kind: 'host', host };
  }
  if (environment[fallback]?.trim()) {
    return { kind: 'own', connectionString: environment[fallback].trim(), source: fallback };
  }
  throw new BackgroundJobConfigurationError(
    `The background jobs have no database: neither ${own} nor ${fallback} is set. Set one of these environment variables, for example ` +
      `${own}='${jobsDatabase.connectionStringExample}', or the option connectionString.`,
  );
}
