/** What SQLite and `better-sqlite3` can do: the module's statements without the module. */
import { createRequire } from 'node:module';
import { claim, claimAndSettle, type Table } from './claim-and-settle.ts';
import { serve } from './serve.ts';

interface Statement {
  readonly reader: boolean;
  readonly all: (...values: readonly unknown[]) => unknown[];
  readonly run: (...values: readonly unknown[]) => unknown;
}

type Database = new (file: string) => { readonly prepare: (sql: string) => Statement; readonly pragma: (text: string) => unknown };

const Database = createRequire(`${process.cwd()}/`)('better-sqlite3') as Database;
const database = new Database(process.env['BENCH_STORE'] ?? '');
database.pragma('journal_mode = WAL');
const prepared = new Map<string, Statement>();

function query(sql: string, values: readonly unknown[]): unknown[] {
  const statement = prepared.get(sql) ?? database.prepare(sql);
  prepared.set(sql, statement);
  if (statement.reader) {
    return statement.all(...values);
  }
  statement.run(...values);
  return [];
}

const table: Table = { name: '"AbpBackgroundJobs"', query: (sql, values) => Promise.resolve(query(sql, values)) };

serve({
  connectWorker: async (job) => () => void claimAndSettle(table, () => claim(table), job),
  connectProducer: () => Promise.reject(new Error('Enqueuing is not measured on SQLite.')),
});
