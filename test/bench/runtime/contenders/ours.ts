import { join } from 'node:path';
import { abpTables } from './abp-tables.ts';
import type { Contender } from './contender.ts';
import type { BenchHost } from './host.ts';
import { postgresStores } from './postgres-stores.ts';
import { sqliteStores } from './sqlite-stores.ts';

const agents = join(import.meta.dirname, '../agent');

/** The emitted module in a Nest application with default settings, and its bare statements: the limit. */
export function oursOnPostgres(server: string, host: BenchHost): readonly Contender[] {
  return besideItsLimit(host, postgresStores(server, abpTables(host.migrate)), 'postgres', '');
}

export function oursOnSqlite(host: BenchHost): readonly Contender[] {
  return besideItsLimit(host, sqliteStores(host.migrate), 'sqlite', ' (SQLite)');
}

function besideItsLimit(host: BenchHost, createStore: Contender['createStore'], database: 'postgres' | 'sqlite', suffix: string): readonly Contender[] {
  return [
    { name: `ours${suffix}`, createStore, programOn: ({ url }) => host.programOn(url) },
    {
      name: `limit${suffix}`,
      createStore,
      programOn: ({ url }) => ({
        path: join(agents, `limit-${database}.ts`),
        cwd: host.root,
        env: { BENCH_STORE: url, BENCH_SQL: join(host.root, 'dist/background-jobs/typeorm') },
      }),
    },
  ];
}
