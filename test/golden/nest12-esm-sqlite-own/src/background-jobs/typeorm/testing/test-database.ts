import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import type { DataSourceOptions } from 'typeorm';
import { BackgroundJobStore } from '../../domain/background-job-store.js';
import { BackgroundJobRecordEntity } from '../background-job-record.entity.js';
import { jobsDatabase } from '../jobs-database.js';
import { TypeOrmBackgroundJobRepository } from '../typeorm-background-job.repository.js';
import type { TestDatabase, TestDatabaseKind } from './test-database-kind.js';

/** SQLite in a temporary file. */
export const testDatabase: TestDatabaseKind = {
  name: 'SQLite',
  available: true,

  async create(options = {}): Promise<TestDatabase> {
    const folder = await mkdtemp(join(tmpdir(), 'background-jobs-'));
    const file = join(folder, 'jobs.db');
    const connections: DataSource[] = [];
    const connect = async (own: Partial<DataSourceOptions> = {}) => {
      const dataSource = new DataSource({
        ...jobsDatabase.connectionOptions(file),
        entities: [BackgroundJobRecordEntity],
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
    return {
      connectionString: file,
      ...(await connect({ synchronize: true, ...options })),
      connect,
      destroy: async () => {
        await Promise.all(
          connections.map((dataSource) => dataSource.destroy()),
        );
        await rm(folder, { recursive: true, force: true });
      },
    };
  },
};
