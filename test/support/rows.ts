import { randomInt } from 'node:crypto';
import { randomFrom } from './random.ts';

/** The values that a matrix combines, by what varies. */
export type Axes = Readonly<Record<string, readonly string[]>>;

/** One value of each. */
export type Row<A extends Axes> = { readonly [Name in keyof A]: A[Name][number] };

/** Whether values can stand in one row; of a row that is being made only some are there, and what they forbid is forbidden whatever comes. */
export type IsPossible<A extends Axes> = (values: Partial<Row<A>>) => boolean;

type Values = Readonly<Record<string, string>>;

/**
 * Rows in which every pair of values stands that can: as many as it takes, by the greedy way that looks for the row with the most new pairs.
 * The same axes always give the same rows.
 */
export function pairwiseRows<const A extends Axes>(axes: A, isPossible: IsPossible<A> = () => true): readonly Row<A>[] {
  const allows = isPossible as (values: Values) => boolean;
  const names = Object.keys(axes);
  const completed = (start: Values, missing: ReadonlySet<string>): Values | null => {
    const next = names.find((name) => !(name in start));
    if (next === undefined) {
      return start;
    }
    const gain = (value: string): number => Object.entries(start).filter(([name, other]) => missing.has(pairKey(next, value, name, other))).length;
    const candidates = (axes[next] ?? []).map((value) => ({ value, gain: gain(value) })).toSorted((one, other) => other.gain - one.gain);
    for (const { value } of candidates) {
      const extended = { ...start, [next]: value };
      const row = allows(extended) ? completed(extended, missing) : null;
      if (row) {
        return row;
      }
    }
    return null;
  };
  const missing = new Set<string>();
  const pairs = new Map<string, Values>();
  names.forEach((one, index) => {
    for (const other of names.slice(index + 1)) {
      for (const value of axes[one] ?? []) {
        for (const otherValue of axes[other] ?? []) {
          const pair = { [one]: value, [other]: otherValue };
          const key = pairKey(one, value, other, otherValue);
          if (allows(pair)) {
            missing.add(key);
            pairs.set(key, pair);
          }
        }
      }
    }
  });
  const rows: Values[] = [];
  for (const [key, pair] of pairs) {
    // A pair that no whole row can hold is one of values that others forbid between them.
    const row = missing.has(key) ? completed(pair, missing) : null;
    if (row) {
      rows.push(row);
      pairKeys(row).forEach((covered) => missing.delete(covered));
    }
  }
  return rows as readonly Row<A>[];
}

/** What `npm run test:all` says: every row of every matrix. */
export const isWhole = process.env['TEST_ALL'] === '1';

/** Decides which rows a shorter run takes; `TEST_SEED` repeats one. */
export const seed = process.env['TEST_SEED'] === undefined ? randomInt(1_000_000) : Number(process.env['TEST_SEED']);

/**
 * All rows under `npm run test:all`; otherwise a random few in which every value stands that stands anywhere, and the line that tells which.
 * @param what names the matrix in that line.
 */
export function sampleOf<R extends Values>(what: string, rows: readonly R[]): readonly R[] {
  if (isWhole) {
    return rows;
  }
  const shuffled = shuffle(rows);
  const missing = new Set(rows.flatMap(valueKeys));
  const sample: R[] = [];
  while (missing.size > 0) {
    const gain = (row: R): number => valueKeys(row).filter((key) => missing.has(key)).length;
    const best = shuffled.reduce((one, other) => (gain(other) > gain(one) ? other : one));
    sample.push(best);
    valueKeys(best).forEach((key) => missing.delete(key));
  }
  console.log(`${what}: ${sample.length} of ${rows.length} rows; these again: TEST_SEED=${seed}, all: npm run test:all`);
  return sample;
}

function shuffle<R>(rows: readonly R[]): readonly R[] {
  const random = randomFrom(seed);
  return rows.map((row) => ({ row, key: random(1_000_000) })).toSorted((one, other) => one.key - other.key).map(({ row }) => row);
}

/** The name of a test: the row's values in a line. */
export function rowName(row: Values): string {
  return Object.values(row).join(' · ');
}

function pairKey(one: string, value: string, other: string, otherValue: string): string {
  return [`${one}=${value}`, `${other}=${otherValue}`].sort().join('&');
}

function pairKeys(row: Values): readonly string[] {
  const entries = Object.entries(row);
  return entries.flatMap(([one, value], index) => entries.slice(index + 1).map(([other, otherValue]) => pairKey(one, value, other, otherValue)));
}

function valueKeys(row: Values): readonly string[] {
  return Object.entries(row).map(([name, value]) => `${name}=${value}`);
}
