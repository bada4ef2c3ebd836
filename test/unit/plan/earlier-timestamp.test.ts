import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EfOptions } from '../../../generators/options/add-options.ts';
import { earlierTimestamp } from '../../../generators/plan/earlier-timestamp.ts';
import { emitMix } from '../../golden/emit-mix.ts';
import { mixes } from '../../golden/mixes.ts';
import { memoryHostFiles, memoryRoot } from '../../support/memory-host-files.ts';

const creates = (table: string, schema?: string) => `const givenTableName = "${table}";\n${schema === undefined ? '' : `const givenSchema = '${schema}';\n`}export class X {}`;
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

  // Texts made up here went on passing when the templates had lost what they are known by.
  it.each([
    ['nest12-esm-sqlite-own', null],
    ['nest11-cjs-postgres-own', 'jobs'],
  ])('is one that is emitted into %s', async (name, schema) => {
    const mix = mixes.find((candidate) => candidate.name === name);
    const scratch = mkdtempSync(join(tmpdir(), 'abp-background-jobs-earlier-'));
    try {
      const [path = '', text = ''] = [...(mix ? await emitMix(mix, scratch) : [])].find(([candidate]) => candidate.startsWith('src/migrations/')) ?? [];
      expect(timestampIn(basename(path), text, { schema })).toBe(1_767_225_600_000);
      expect(timestampIn(basename(path), text, { schema: 'other' })).toBeNull();
    } finally {
      rmSync(scratch, { recursive: true });
    }
  });
});
