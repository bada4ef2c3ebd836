import type { DataSource, DataSourceOptions } from 'typeorm';
import type { BackgroundJobStore } from '../../domain/background-job-store.js';
import type { TypeOrmBackgroundJobRepository } from '../typeorm-background-job.repository.js';

export interface TestConnection {
  readonly dataSource: DataSource;
  readonly repository: TypeOrmBackgroundJobRepository;
  readonly store: BackgroundJobStore;
}

/** A database of its own, with an empty jobs table. */
export interface TestDatabase extends TestConnection {
  readonly connectionString: string;
  /** Another connection to it, as another process has one. */
  connect(options?: Partial<DataSourceOptions>): Promise<TestConnection>;
  /** Closes all connections and removes the database. */
  destroy(): Promise<void>;
}

export type TestDatabaseKind = { readonly name: string } & (
  | {
      readonly available: true;
      create(options?: Partial<DataSourceOptions>): Promise<TestDatabase>;
    }
  | { readonly available: false; readonly reason: string }
);
