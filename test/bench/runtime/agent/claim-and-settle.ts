import { setImmediate as turn } from 'node:timers/promises';
import type { Adapter } from './adapter.ts';

/** The module's jobs table, as the functions of its `*-sql` files take it. */
export interface Table {
  readonly name: string;
  readonly query: (sql: string, parameters: unknown[]) => Promise<readonly unknown[]>;
}

export interface Claimed {
  readonly id: string;
  readonly jobArgs: string;
  readonly concurrencyStamp: string;
}

/** The part of the emitted module that is measured by itself. */
interface Statements {
  readonly claimDue: (table: Table, request: object) => Promise<{ readonly jobs: readonly Claimed[] }>;
  readonly settleClaims: (table: Table, settlements: readonly object[]) => Promise<unknown>;
}

const load = (file: string): Promise<unknown> => import(`${process.env['BENCH_SQL']}/${file}-sql.js`);
const { claimDue } = (await load('claim')) as Statements;
const { settleClaims } = (await load('settle')) as Statements;

/** Takes up to 500 due jobs by the module's own statement. */
export async function claim(table: Table): Promise<readonly Claimed[]> {
  const filter = { applicationName: null, nameFilter: { mode: 'include', jobNames: ['bench'] }, maxCountByName: new Map(), order: 'dueTime' };
  return (await claimDue(table, { ...filter, maxResultCount: 500, leaseDuration: 60_000 })).jobs;
}

/** As little as a worker can do: claim, run, and settle by the module's own statement, until nothing is due. */
export async function claimAndSettle(table: Table, claimNext: () => Promise<readonly Claimed[]>, job: Parameters<Adapter['connectWorker']>[0]): Promise<void> {
  for (let jobs = await claimNext(); jobs.length > 0; jobs = await claimNext()) {
    await Promise.all(jobs.map(({ jobArgs }) => job((JSON.parse(jobArgs) as { number: number }).number)));
    await settleClaims(table, jobs.map(({ id, concurrencyStamp }) => ({ id, concurrencyStamp, kind: 'delete' })));
    // A driver that blocks would let nothing else of this process happen.
    await turn();
  }
}
