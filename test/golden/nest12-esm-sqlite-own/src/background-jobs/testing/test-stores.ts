import { systemClock } from '../abstractions/clock.js';
import type { IBackgroundJobStore } from '../abstractions/background-job-store.js';
import { InMemoryBackgroundJobStore } from '../memory/in-memory-background-job-store.js';
import { testDatabase } from './test-database.js';

export interface TestStore {
  readonly store: IBackgroundJobStore;
  destroy(): Promise<void>;
}

export interface TestStoreKind {
  readonly name: string;
  readonly create: () => Promise<TestStore>;
}

const memory: TestStoreKind = {
  name: 'in memory',
  create: () =>
    Promise.resolve({
      store: new InMemoryBackgroundJobStore(systemClock),
      destroy: () => Promise.resolve(),
    }),
};

/** Every store the module comes with; the tests of the store's contract run on each. */
export const testStores: readonly TestStoreKind[] =
  'reason' in testDatabase ? [memory] : [memory, testDatabase];

if ('reason' in testDatabase) {
  console.warn(
    `Tests on ${testDatabase.name} do not run: ${testDatabase.reason}`,
  );
}
