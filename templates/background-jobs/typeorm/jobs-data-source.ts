import { DataSource } from 'typeorm';
import type { DataSourceOptions } from 'typeorm';
import { BackgroundJobConfigurationError } from '../abstractions/background-job-errors.js';
import { BackgroundJobRecordEntity } from './background-job-record.entity.js';
import { resolveJobsConnection } from './connection-string.js';
import { jobsDatabase } from './jobs-database.js';

/** The DataSource by which the jobs table is reached, initialized. */
export interface JobsDataSource {
  readonly dataSource: DataSource;
  /** Closes the connection if the module opened it; the host's stays open. */
  close(): Promise<void>;
}

/**
 * @param connectionString the module's option
 * @param host the host's DataSource, initialized, where there is one
 * @throws BackgroundJobConfigurationError when there is no database, or none that the module can use
 */
export async function openJobsDataSource(connectionString: string | undefined, host: DataSource | undefined): Promise<JobsDataSource> {
  const connection = resolveJobsConnection(connectionString, host);
  switch (connection.kind) {
    case 'own':
      return open(jobsDataSourceOptions(connection.connectionString, connection.source), connection.source);
    case 'host': {
      const { type } = connection.host.options;
      if (!jobsDatabase.driverTypes.includes(type)) {
        throw new BackgroundJobConfigurationError(
          `The background jobs can use a DataSource of the type ${jobsDatabase.driverTypes.join(' or ')}; the application's is of the type ${type}.`,
        );
      }
      const beside = jobsDatabase.optionsBeside(connection.host);
      return beside ? open(beside, "the application's DataSource") : { dataSource: connection.host, close: () => Promise.resolve() };
    }
  }
}

/** Options of a DataSource of the module's own. It never changes the schema: that is what the migration is for. */
export function jobsDataSourceOptions(connectionString: string, source: string): DataSourceOptions {
  try {
    return jobsDatabase.connectionOptions(connectionString);
  } catch (error) {
    throw new BackgroundJobConfigurationError(`Bad connection string in ${source}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function open(options: DataSourceOptions, source: string): Promise<JobsDataSource> {
  const dataSource = new DataSource({ ...options, entities: [BackgroundJobRecordEntity] });
  try {
    await dataSource.initialize();
  } catch (error) {
    throw new BackgroundJobConfigurationError(
      `The background jobs could not connect to ${String(dataSource.driver.database)} (from ${source}): ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
  return { dataSource, close: () => dataSource.destroy() };
}
