import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface RuntimeOptions {
  /** Names of measures; empty: all. */
  readonly only: readonly string[];
  /** Beginnings of contenders' names; empty: all. */
  readonly contenders: readonly string[];
  /** Rounds of each measure; what it is worth unless told. */
  readonly rounds: number | undefined;
  readonly jobs: number;
  /** The repository whose module is measured. */
  readonly checkout: string;
  /** A server to measure on instead of one of our own; of a superuser. */
  readonly postgres: string | undefined;
}

export const USAGE = `npm run bench -- runtime [--only execution,latency] [--contenders ours,limit] [--rounds 1] [--jobs 20000] [--checkout <folder of another commit>]
  [--postgres <URL of a server to measure on>]`;

/** @throws TypeError for a flag that does not exist. */
export function parseRuntimeOptions(args: readonly string[]): RuntimeOptions {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ args: [...args], options: { only: text, contenders: text, rounds: text, jobs: text, checkout: text, postgres: text } });
  const list = (value: string | undefined): readonly string[] => value?.split(',').filter((name) => name !== '') ?? [];
  return {
    only: list(values.only),
    contenders: list(values.contenders),
    rounds: values.rounds === undefined ? undefined : Number(values.rounds),
    jobs: Number(values.jobs ?? 100_000),
    postgres: values.postgres,
    checkout: resolve(values.checkout ?? join(import.meta.dirname, '../../..')),
  };
}
