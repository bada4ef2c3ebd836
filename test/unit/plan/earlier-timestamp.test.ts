import { describe, expect, it } from 'vitest';
import type { EfOptions } from '../../../generators/options/add-options.ts';
import { earlierTimestamp } from '../../../generators/plan/earlier-timestamp.ts';
import { memoryHostFiles, memoryRoot } from '../../support/memory-host-files.ts';

const creates = (table: string, schema?: string) => `const tableName = "${table}";\n${schema === undefined ? '' : `const schema = '${schema}';\n`}export class X {}`;
const options = { provider: 'ef', tablePrefix: 'Abp', schema: null } as EfOptions;
const timestampIn = (name: string, text: string, { schema = null }: { readonly schema?: string | null } = {}) =>
  earlierTimestamp(memoryHostFiles({ [`src/migrations/${name}`]: text })(memoryRoot), { ...options, schema }, 'src/migrations');

describe('an earlier migration', () => {
  it.each(['1700000000000-AddBackgroundJobs.ts', '1700000000000-addBackgroundJobs.ts', '1700000000000-add-background-jobs.ts', '1700000000000-add_background_jobs.ts'])(
    'is known by its name and table: %s',
    (name) => {
      expect(timestampIn(name, creates('AbpBackgroundJobs'))).toBe(1_700_000_000_000);
    },
  );

  it.each([
    ['another table', '1-AddBackgroundJobs.ts', creates('ShopBackgroundJobs')],
    ['a table in another schema', '1-AddBackgroundJobs.ts', creates('AbpBackgroundJobs', 'jobs')],
    ['something else', '1-AddOrders.ts', creates('AbpBackgroundJobs')],
  ])('is none that creates %s', (_, name, text) => {
    expect(timestampIn(name, text)).toBeNull();
  });

  it('is one in the same schema', () => {
    expect(timestampIn('1-AddBackgroundJobs.ts', creates('AbpBackgroundJobs', 'jobs'), { schema: 'jobs' })).toBe(1);
  });
});
