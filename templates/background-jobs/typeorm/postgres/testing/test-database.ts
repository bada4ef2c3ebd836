import { randomBytes } from 'node:crypto';
import { DataSource } from 'typeorm';
import type { DataSourceOptions } from 'typeorm';
import { BackgroundJobStore } from '../../domain/background-job-store.js';
import { BackgroundJobsDbProperties } from '../../domain/background-jobs-db-properties.js';
import { BackgroundJobRecordEntity } from '../background-job-record.entity.js';
import { jobsDatabase } from '../jobs-database.js';
import { TypeOrmBackgroundJobRepository } from '../typeorm-background-job.repository.js';
import type { TestConnection, TestDatabase, TestDatabaseKind } from './test-database-kind.js';

const variable = 'ConnectionStrings__AbpBackgroundJobsTest';
const connectionString = process.env[variable];

/** The PostgreSQL database that the environment names; each test database is a schema of it that is dropped in the end. */
export const testDatabase: TestDatabaseKind =
  connectionString === undefined
    ? { name: 'PostgreSQL', available: false, reason: `The environment variable ${variable} names no database.` }
    : { name: 'PostgreSQL', available: true, create: (options) => create(connectionString, options) };

async function create(database: string, options: Partial<DataSourceOptions> = {}): Promise<TestDatabase> {
  const schema = `background_jobs_${randomBytes(8).toString('hex')}`;
  const connections: DataSource[] = [];
  const connect = async (own: Partial<DataSourceOptions>): Promise<TestConnection> => {
    const dataSource = new DataSource({ ...jobsDatabase.connectionOptions(database), entities: [BackgroundJobRecordEntity], ...own } as DataSourceOptions);
    connections.push(await inSchema(schema, () => dataSource.initialize()));
    const repository = new TypeOrmBackgroundJobRepository(dataSource);
    return { dataSource, repository, store: new BackgroundJobStore(repository) };
  };
  const first = await connect(options);
  await first.dataSource.query(`CREATE SCHEMA "${schema}"`);
  await first.dataSource.synchronize();
  return {
    ...first,
    connect: () => connect(options),
    destroy: async () => {
      await first.dataSource.query(`DROP SCHEMA "${schema}" CASCADE`);
      await Promise.all(connections.map((dataSource) => dataSource.destroy()));
    },
  };
}

/** The mapping reads its schema when a DataSource is initialised. */
async function inSchema<T>(schema: string, initialize: () => Promise<T>): Promise<T> {
  const { dbSchema } = BackgroundJobsDbProperties;
  BackgroundJobsDbProperties.dbSchema = schema;
  try {
    return await initialize();
  } finally {
    BackgroundJobsDbProperties.dbSchema = dbSchema;
  }
}
