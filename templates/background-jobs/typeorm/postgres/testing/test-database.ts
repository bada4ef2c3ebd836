import { randomBytes } from 'node:crypto';
import { DataSource } from 'typeorm';
import type { DataSourceOptions } from 'typeorm';
import { BackgroundJobStore } from '../../domain/background-job-store.js';
import { BackgroundJobsDbProperties } from '../../domain/background-jobs-db-properties.js';
import { BackgroundJobRecordEntity } from '../background-job-record.entity.js';
import { jobsDatabase } from '../jobs-database.js';
import { TypeOrmBackgroundJobRepository } from '../typeorm-background-job.repository.js';
import type {
  TestConnection,
  TestDatabase,
  TestDatabaseKind,
} from './test-database-kind.js';

const variable = 'ConnectionStrings__AbpBackgroundJobsTest';
const connectionString = process.env[variable];

// Each test database is a schema, found because it is the first of its connections' search path.
BackgroundJobsDbProperties.dbSchema = null;

/** The PostgreSQL database that the environment names. */
export const testDatabase: TestDatabaseKind =
  connectionString === undefined
    ? {
        name: 'PostgreSQL',
        available: false,
        reason: `The environment variable ${variable} names no database.`,
      }
    : {
        name: 'PostgreSQL',
        available: true,
        create: (options) => create(connectionString, options),
      };

async function create(
  database: string,
  options: Partial<DataSourceOptions> = {},
): Promise<TestDatabase> {
  const schema = `background_jobs_${randomBytes(8).toString('hex')}`;
  const server = await new DataSource(
    jobsDatabase.connectionOptions(database),
  ).initialize();
  await server.query(`CREATE SCHEMA ${schema}`);
  const connections: DataSource[] = [];
  const connect = async (
    own?: Partial<DataSourceOptions>,
  ): Promise<TestConnection> => {
    const dataSource = new DataSource({
      ...jobsDatabase.connectionOptions(database),
      entities: [BackgroundJobRecordEntity],
      extra: { options: `-c search_path=${schema}` },
      ...options,
      ...own,
    } as DataSourceOptions);
    connections.push(await dataSource.initialize());
    const repository = new TypeOrmBackgroundJobRepository(dataSource);
    return {
      dataSource,
      repository,
      store: new BackgroundJobStore(repository),
    };
  };
  const first = await connect();
  await first.dataSource.synchronize();
  return {
    ...first,
    connectionString: database,
    connect,
    destroy: async () => {
      await Promise.all(connections.map((dataSource) => dataSource.destroy()));
      await server.query(`DROP SCHEMA ${schema} CASCADE`);
      await server.destroy();
    },
  };
}
