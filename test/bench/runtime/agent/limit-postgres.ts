/** What PostgreSQL and `pg` can do: the module's statements and plain INSERTs, without the module. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { claim, claimAndSettle, type Claimed, type Table } from './claim-and-settle.ts';
import { nextId } from './next-id.ts';
import { payload } from './protocol.ts';
import { serve } from './serve.ts';

/** As many connections as TypeORM opens when nobody says how many. */
const pool = new pg.Pool({ connectionString: process.env['BENCH_STORE'] });
const table: Table = { name: '"AbpBackgroundJobs"', query: async (sql, values) => (await pool.query(sql, values)).rows as unknown[] };

interface Row {
  readonly Id: string | null;
  readonly JobArgs: string;
  readonly ConcurrencyStamp: string;
}

/** The claim's rows as `pg` gives them: to the module's function there are none, so that it makes no objects of them. */
async function claimRows(): Promise<readonly Claimed[]> {
  let rows: readonly Row[] = [];
  await claim({ ...table, query: async (sql, values) => ((rows = (await pool.query<Row>(sql, values)).rows), []) });
  return rows.flatMap(({ Id, JobArgs, ConcurrencyStamp }) => (Id === null ? [] : [{ id: Id, jobArgs: JobArgs, concurrencyStamp: ConcurrencyStamp }]));
}

const INSERT = 'INSERT INTO "AbpBackgroundJobs" ("Id", "JobName", "JobArgs", "CreationTime", "NextTryTime", "ExtraProperties", "ConcurrencyStamp")';
const stamp = (): string => randomBytes(16).toString('hex');
const argsOf = (number: number): string => JSON.stringify(payload(number));

serve({
  connectWorker: async (job) => {
    await Promise.all([pool.query('SELECT 1'), pool.query('SELECT 1')]);
    return () => void Promise.all([claimAndSettle(table, claimRows, job), claimAndSettle(table, claimRows, job)]);
  },
  connectProducer: async () => ({
    enqueue: (number) => pool.query(`${INSERT} VALUES ($1, 'bench', $2, now(), now(), '{}', $3)`, [nextId(), argsOf(number), stamp()]),
    enqueueMany: (numbers) =>
      pool.query(`${INSERT} SELECT id, 'bench', args, now(), now(), '{}', stamp FROM unnest($1::uuid[], $2::text[], $3::text[]) AS job(id, args, stamp)`, [
        numbers.map(nextId),
        numbers.map(argsOf),
        numbers.map(stamp),
      ]),
  }),
});
