import type { DataSourceOptions } from 'typeorm';
import type { TestDatabase } from './test-database-kind.js';
import { testDatabase } from './test-database.js';

/** For tests that are skipped where no database is to be had. */
export function createTestDatabase(
  options?: Partial<DataSourceOptions>,
): Promise<TestDatabase> {
  if ('reason' in testDatabase) {
    throw new Error(testDatabase.reason);
  }
  return testDatabase.create(options);
}
