import { DataSource } from 'typeorm';
import {
  findOwnConnectionString,
  getDefaultConnectionString,
} from '../domain/connection-string.js';
import { jobsDatabase } from './jobs-database.js';
import { jobsDataSourceOptions } from './jobs-data-source.js';
import { backgroundJobsMigrations } from './migrations.js';

/** For TypeORM's command line, where the jobs have a connection of their own: `npm run build && npx typeorm migration:run -d dist/background-jobs/typeorm/data-source.js`. */
export default new DataSource({
  ...jobsDataSourceOptions(
    findOwnConnectionString() ??
      getDefaultConnectionString(jobsDatabase.connectionStringExample),
  ),
  migrations: backgroundJobsMigrations,
});
