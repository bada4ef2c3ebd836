import { setImmediate as turn } from 'node:timers/promises';
import type { Adapter } from './adapter.ts';

/** The module's jobs table, as the functions of its `background-job-sql` take it. */
export interface Table {
  readonly name: string;
  readonly query: (sql: string, parameters: unknown[]) => Promise<readonly unknown[]>;
}

interface Claimed {
  readonly row: { readonly Id: string; readonly JobArgs: string; readonly ConcurrencyStamp: string };
}

/** The part of the emitted module's `background-job-sql` that is measured by itself. */
interface Statements {
  readonly claimDue: (table: Table, request: object) => Promise<readonly Claimed[]>;
  readonly settleClaims: (table: Table, settlements: readonly object[]) => Promise<unknown>;
}

const { claimDue, settleClaims } = (await import(process.env['BENCH_SQL'] ?? '')) as Statements;
const REQUEST = { applicationName: null, nameFilter: { mode: 'include', jobNames: ['bench'] }, maxResultCount: 500, leaseDuration: 60_000 };

/** As little as a worker can do: the module's own claim and settle statements, 500 rows at a time, until nothing is due. */
export async function claimAndSettle(table: Table, job: Parameters<Adapter['connectWorker']>[0]): Promise<void> {
  for (;;) {
    const claimed = await claimDue(table, REQUEST);
    if (claimed.length === 0) {
      return;
    }
    await Promise.all(claimed.map(({ row }) => job((JSON.parse(row.JobArgs) as { number: number }).number)));
    await settleClaims(table, claimed.map(({ row }) => ({ id: row.Id, concurrencyStamp: row.ConcurrencyStamp, kind: 'delete' })));
    // A driver that blocks would let nothing else of this process happen.
    await turn();
  }
}
