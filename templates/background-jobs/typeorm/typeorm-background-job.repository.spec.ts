import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import { BackgroundJobNameFilter } from '../abstractions/background-job-name-filter.js';
import { createTestDatabase } from './testing/create-test-database.js';
import type { TestDatabase } from './testing/test-database-kind.js';

{
  describe('x', () => {
    let database: TestDatabase;
    beforeEach(async () => {
      database = await createTestDatabase();
    });
    afterEach(() => database.destroy());
    it('works', async () => {
      const { store } = database;
      const id = randomUUID();
      await store.insert({ id, jobName: 'a', jobArgs: '{}', delay: 0 });
      await store.insert({ id: randomUUID(), jobName: 'a', jobArgs: '{}', priority: 12 as 15 });
      console.log(await store.find(id));
      const claimed = await store.claim({ applicationName: null, nameFilter: BackgroundJobNameFilter.exclude(['z']), maxResultCount: 5, leaseDuration: 60000 });
      console.log(claimed);
      expect(await store.renew(claimed, 120000)).toEqual([]);
      expect(await store.settle(claimed.map((c, i) => i ? ({ ...c, kind: 'complete' }) : ({ ...c, kind: 'delete' })))).toEqual([]);
      console.log(await database.dataSource.query('select * from AbpBackgroundJobs'));
    });
  });
}
