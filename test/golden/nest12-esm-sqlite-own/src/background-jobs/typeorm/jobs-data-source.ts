import { DataSource } from 'typeorm';
import type { DataSourceOptions } from 'typeorm';
import { BackgroundJobConfigurationError } from '../abstractions/background-job-errors.js';
import { describeError } from '../manager/describe-error.js';
import { BackgroundJobRecordEntity } from './background-job-record.entity.js';
import {
  findOwnConnectionString,
  getDefaultConnectionString,
} from '../domain/connection-string.js';
import type {
  ConnectionString,
  Environment,
} from '../domain/connection-string.js';
import { jobsDatabase } from './jobs-database.js';

/** The DataSource by which the jobs table is reached, initialized. */
export interface JobsDataSource {
  readonly dataSource: DataSource;
  /** Closes the connection if the module opened it; the application's stays open. */
  close(): Promise<void>;
}

/**
 * @param connectionString the module's option
 * @param host the application's DataSource, initialized, where there is one
 * @throws BackgroundJobConfigurationError when there is no database, or none that the module can use
 */
export async function openJobsDataSource(
  connectionString: string | undefined,
  host: DataSource | undefined,
  environment: Environment = process.env,
): Promise<JobsDataSource> {
  const own = findOwnConnectionString(connectionString, environment);
  if (own || !host) {
    const chosen =
      own ??
      getDefaultConnectionString(
        jobsDatabase.connectionStringExample,
        environment,
      );
    return open(jobsDataSourceOptions(chosen), chosen.source);
  }
  const { type } = host.options;
  if (!jobsDatabase.driverTypes.includes(type)) {
    throw new BackgroundJobConfigurationError(
      `The background jobs can use a DataSource of the type ${jobsDatabase.driverTypes.join(' or ')}; the application's is of the type ${type}.`,
    );
  }
  const beside = jobsDatabase.optionsBeside(host);
  if (beside) {
    return open(beside, "the application's DataSource");
  }
  jobsDatabase.prepare(host);
  return { dataSource: host, close: () => Promise.resolve() };
}

/**
 * Options of a DataSource of the module's own. It never changes the schema: that is what the migration is for.
 *
 * @throws BackgroundJobConfigurationError when the connection string cannot be read; the message does not show it, since it may hold a password
 */
export function jobsDataSourceOptions({
  text,
  source,
}: ConnectionString): DataSourceOptions {
  try {
    return {
      ...jobsDatabase.connectionOptions(text),
      entities: [BackgroundJobRecordEntity],
    };
  } catch (error) {
    throw new BackgroundJobConfigurationError(
      `The connection string of ${source} cannot be used: ${describeError(error).message}`,
    );
  }
}

async function open(
  options: DataSourceOptions,
  source: string,
): Promise<JobsDataSource> {
  const dataSource = new DataSource(options);
  try {
    await dataSource.initialize();
  } catch (error) {
    const message = `The background jobs could not connect to the database of ${source}: ${describeError(error).message}`;
    throw new BackgroundJobConfigurationError(message, { cause: error });
  }
  jobsDatabase.prepare(dataSource);
  return { dataSource, close: () => dataSource.destroy() };
}
