import { DataSource } from 'typeorm';
import type { DataSourceOptions } from 'typeorm';
import {
  findOwnConnectionString,
  getDefaultConnectionString,
} from '../domain/connection-string.js';
import { hostDataSource } from './host-data-source.js';
import { jobsDatabase } from './jobs-database.js';
import { jobsDataSourceOptions } from './jobs-data-source.js';
import { backgroundJobsMigrations } from './migrations.js';

/** For TypeORM's command line, where the application has no data source for it or the jobs a connection of their own: `npm run build && npx typeorm migration:run -d dist/background-jobs/typeorm/data-source.js`. */
export default new DataSource({
  ...options(),
  migrations: backgroundJobsMigrations,
});

/** The database named `Default` is the application's, which has a say in the names of its tables. */
function options(): DataSourceOptions {
  const own = findOwnConnectionString();
  if (own) {
    return jobsDataSourceOptions(own);
  }
  const fallback = getDefaultConnectionString(
    jobsDatabase.connectionStringExample,
  );
  return { ...jobsDataSourceOptions(fallback), ...hostDataSource.naming };
}
