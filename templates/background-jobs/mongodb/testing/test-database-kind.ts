import type { BackgroundJobStore } from '../../domain/background-job-store.js';
import type { MongoClientOptions } from '../driver.js';
import type { JobsCollection } from '../jobs-collection.js';
import type { MongoBackgroundJobRepository } from '../mongo-background-job.repository.js';

export interface TestConnection {
  readonly jobs: JobsCollection;
  readonly repository: MongoBackgroundJobRepository;
  readonly store: BackgroundJobStore;
}

/** A database of its own, with an empty jobs collection. */
export interface TestDatabase extends TestConnection {
  readonly connectionString: string;
  /** What the deployment has: a standalone server has neither transactions nor change streams. */
  readonly hasTransactions: boolean;
  /** Another connection to it, as another process has one. */
  connect(options?: MongoClientOptions): Promise<TestConnection>;
  /** Closes all connections and removes the database. */
  destroy(): Promise<void>;
}

export type TestDatabaseKind = { readonly name: string } & (
  | {
      readonly available: true;
      create(options?: MongoClientOptions): Promise<TestDatabase>;
    }
  | { readonly available: false; readonly reason: string }
);
