import { afterEach, describe, expect, it, vi } from 'vitest';
import { pairwiseRows, sampleOf } from '../../support/rows.ts';

const axes = { typescript: ['4.9', '5', '7'], target: ['ES2017', 'ES2022'], format: ['cjs', 'esm'], strictness: ['all', 'none', 'nulls'] } as const;
const notOldAndEsm = ({ typescript, format }: Partial<Record<keyof typeof axes, string>>): boolean => !(typescript === '4.9' && format === 'esm');

describe('pairwiseRows', () => {
  const rows = pairwiseRows(axes, notOldAndEsm);

  it('holds every pair that can be', () => {
    for (const [one, values] of Object.entries(axes)) {
      for (const [other, otherValues] of Object.entries(axes).filter(([name]) => name !== one)) {
        for (const value of values) {
          for (const otherValue of otherValues) {
            const found = rows.some((row) => row[one as keyof typeof axes] === value && row[other as keyof typeof axes] === otherValue);
            expect(found, `${one} ${value}, ${other} ${otherValue}`).toBe(notOldAndEsm({ [one]: value, [other]: otherValue }));
          }
        }
      }
    }
  });

  it('holds no row that cannot be, and far fewer than all', () => {
    expect(rows.every(notOldAndEsm)).toBe(true);
    expect(rows.length).toBeLessThan(16);
  });
});

describe('sampleOf', () => {
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    vi.resetModules();
  });

  it('covers every value, says how it is repeated and is the same for a seed', () => {
    const log = vi.spyOn(console, 'log').mockReturnValue(undefined);
    const rows = pairwiseRows(axes);
    const sample = sampleOf('matrix', rows);
    for (const [name, values] of Object.entries(axes)) {
      expect(new Set(sample.map((row) => row[name as keyof typeof axes]))).toEqual(new Set(values));
    }
    expect(sample.length).toBeLessThan(rows.length);
    expect(log).toHaveBeenCalledWith(expect.stringMatching(/^matrix: \d+ of \d+ rows.*TEST_SEED=\d+/));
    expect(sampleOf('matrix', rows)).toEqual(sample);
  });

  it('is all rows where all are asked for', async () => {
    vi.stubEnv('TEST_ALL', '1');
    vi.resetModules();
    const whole = await import('../../support/rows.ts');
    const rows = pairwiseRows(axes);
    expect(whole.sampleOf('matrix', rows)).toEqual(rows);
  });
});
