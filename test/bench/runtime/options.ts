import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Sizes } from './sizes.ts';

export type Provider = 'ef' | 'mongodb';

export interface RuntimeOptions {
  readonly provider: Provider;
  /** Names of measures; empty: all. */
  readonly only: readonly string[];
  /** Beginnings of contenders' names; empty: all. */
  readonly contenders: readonly string[];
  /** Rounds of each measure; what it is worth unless told. */
  readonly rounds: number | undefined;
  /** What does not follow from the server. */
  readonly sizes: Partial<Sizes>;
  /** The repository whose module is measured. */
  readonly checkout: string;
  /** A PostgreSQL server to measure on instead of one of our own; of a superuser. */
  readonly postgres: string | undefined;
}

export const USAGE = `npm run bench -- runtime [--provider ef | mongodb] [--only execution,latency] [--contenders ours,limit] [--rounds 1] [--jobs 20000]
  [--others <scheduled or finished jobs beside those that are due>] [--batches <thousands of jobs that are enqueued>]
  [--checkout <folder of another commit>] [--postgres <URL of a server to measure on; for MongoDB the environment's MONGODB_URI>]`;

/** @throws TypeError for a flag or a provider that does not exist. */
export function parseRuntimeOptions(args: readonly string[]): RuntimeOptions {
  const text = { type: 'string' } as const;
  const options = { provider: text, only: text, contenders: text, rounds: text, jobs: text, others: text, batches: text, checkout: text, postgres: text };
  const { values } = parseArgs({ args: [...args], options });
  const list = (value: string | undefined): readonly string[] => value?.split(',').filter((name) => name !== '') ?? [];
  const sizes = (['jobs', 'others', 'batches'] as const).flatMap((name) => (values[name] === undefined ? [] : [[name, Number(values[name])] as const]));
  const { provider = 'ef' } = values;
  if (provider !== 'ef' && provider !== 'mongodb') {
    throw new TypeError(`--provider is ef or mongodb; ${provider} is neither.`);
  }
  return {
    provider,
    only: list(values.only),
    contenders: list(values.contenders),
    rounds: values.rounds === undefined ? undefined : Number(values.rounds),
    sizes: Object.fromEntries(sizes),
    postgres: values.postgres,
    checkout: resolve(values.checkout ?? join(import.meta.dirname, '../../..')),
  };
}
