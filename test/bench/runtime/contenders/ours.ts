import { join } from 'node:path';
import type { MongoBench } from '../servers/mongo-bench.ts';
import { abpCollection } from './abp-collection.ts';
import { abpTables } from './abp-tables.ts';
import type { Contender } from './contender.ts';
import type { BenchHost } from './host.ts';
import { counted, mongoStores } from './mongo-stores.ts';
import { type PostgresGround, postgresStores } from './postgres-stores.ts';
import { sqliteStores } from './sqlite-stores.ts';

const agents = join(import.meta.dirname, '../agent');

/** The emitted module in a Nest application with default settings, and its bare statements: the limit. */
export function oursOnPostgres(server: PostgresGround, host: BenchHost): readonly Contender[] {
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

/** The emitted module on MongoDB, with default settings. */
export function oursOnMongo(name: 'ours' | 'ours mongoose', bench: MongoBench, host: BenchHost): Contender {
  const contender: Contender = { name, createStore: mongoStores(bench, abpCollection(host.migrate)), programOn: ({ url }) => host.programOn(url) };
  return { ...contender, counted: { ...contender, createStore: counted(contender.createStore) } };
}

/** The same commands by the bare driver. */
export function limitOnMongo(bench: MongoBench, host: BenchHost): Contender {
  return {
    name: 'limit',
    createStore: mongoStores(bench, abpCollection(host.migrate)),
    programOn: ({ url }) => ({ path: join(agents, 'limit-mongodb.ts'), cwd: agents, env: { BENCH_STORE: url } }),
  };
}
