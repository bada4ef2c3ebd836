/** What PostgreSQL and `pg` can do: the module's own statements, without the module. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { payload } from './protocol.ts';
import { serve } from './serve.ts';

interface Claimed {
  readonly row: { readonly Id: string; readonly JobArgs: string; readonly ConcurrencyStamp: string };
}

interface Statements {
  readonly claimDue: (table: object, request: object) => Promise<readonly Claimed[]>;
  readonly settleClaims: (table: object, settlements: readonly object[]) => Promise<unknown>;
}

const { claimDue, settleClaims } = (await import(process.env['BENCH_SQL'] ?? '')) as Statements;
/** As many connections as TypeORM opens when nobody says how many. */
const pool = new pg.Pool({ connectionString: process.env['BENCH_STORE'] });
const table = { name: '"AbpBackgroundJobs"', query: async (sql: string, values: unknown[]) => (await pool.query(sql, values)).rows as unknown[] };
const request = { applicationName: null, nameFilter: { mode: 'include', jobNames: ['bench'] }, maxResultCount: 500, leaseDuration: 60_000 };

async function claimAndSettle(job: (number: number) => void | Promise<void>): Promise<void> {
  for (;;) {
    const claimed = await claimDue(table, request);
    if (claimed.length === 0) {
      return;
    }
    await Promise.all(claimed.map(({ row }) => job((JSON.parse(row.JobArgs) as { number: number }).number)));
    await settleClaims(table, claimed.map(({ row }) => ({ id: row.Id, concurrencyStamp: row.ConcurrencyStamp, kind: 'delete' })));
  }
}

const COLUMNS = `("Id", "JobName", "JobArgs", "CreationTime", "NextTryTime", "ExtraProperties", "ConcurrencyStamp")`;

serve({
  connectWorker: async (job) => {
    await Promise.all([pool.query('SELECT 1'), pool.query('SELECT 1')]);
    return () => void Promise.all([claimAndSettle(job), claimAndSettle(job)]);
  },
  connectProducer: async () => ({
    enqueue: (number) =>
      pool.query(`INSERT INTO "AbpBackgroundJobs" ${COLUMNS} VALUES ($1, 'bench', $2, now(), now(), '{}', $3)`, [idOf(), JSON.stringify(payload(number)), randomUUID()]),
    enqueueMany: (numbers) =>
      pool.query(`INSERT INTO "AbpBackgroundJobs" ${COLUMNS} SELECT id, 'bench', args, now(), now(), '{}', stamp FROM unnest($1::uuid[], $2::text[], $3::text[]) AS job(id, args, stamp)`, [
        numbers.map(idOf),
        numbers.map((number) => JSON.stringify(payload(number))),
        numbers.map(() => randomUUID()),
      ]),
  }),
});

let last = 0;

/** In the order of time, as the module's ids are. */
function idOf(): string {
  last = Math.max(last + 1, Date.now() * 4_096);
  const time = last.toString(16).padStart(15, '0');
  return `${time.slice(0, 8)}-${time.slice(8, 12)}-7${time.slice(12, 15)}-${randomUUID().slice(19)}`;
}
