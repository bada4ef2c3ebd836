import { spawnSync } from 'node:child_process';
import { queryOnce } from '../servers/durable-postgres.ts';
import type { Background, Store } from './contender.ts';

/** The server that the contenders share. */
export interface PostgresGround {
  readonly url: string;
  /** Scheduled or finished jobs of a store that holds any. */
  readonly others: number;
}

/** Tables of a contender, for stores that are databases of one server. */
export interface Tables {
  /** Part of the databases' names. */
  readonly name: string;
  /** Makes the tables in an empty database. */
  readonly setUp: (url: string) => Promise<void>;
  /** An INSERT of so many jobs, numbered from 0: due by now, due tomorrow and of the highest priority, or finished and kept. */
  readonly insert: (count: number, rows: 'due' | 'scheduled' | 'finished') => string;
}

/** JSON of a seeded job; `number` is the column of a `generate_series`. See `payload`. */
export const PAYLOAD_SQL = `json_build_object('number', number, 'text', repeat('x', 138))`;

/** Stores that are copies of a database that was made once, so that every run begins with the same pages. */
export function postgresStores({ url: server, others }: PostgresGround, tables: Tables): (background: Background) => Promise<Store> {
  const templates = new Map<Background, Promise<string>>();
  let copies = 0;

  async function makeTemplate(background: Background): Promise<string> {
    const name = `${tables.name}_${background}`;
    await queryOnce(server, `CREATE DATABASE ${name}`);
    const url = urlOf(server, name);
    await tables.setUp(url);
    if (background !== 'nothing') {
      await queryOnce(url, tables.insert(others, background));
      await queryOnce(url, 'VACUUM ANALYZE');
    }
    return name;
  }

  return async (background) => {
    const template = templates.get(background) ?? makeTemplate(background);
    templates.set(background, template);
    const name = `${tables.name}_${(copies += 1)}`;
    await queryOnce(server, `CREATE DATABASE ${name} TEMPLATE ${await template} STRATEGY FILE_COPY`);
    const url = urlOf(server, name);
    await settle(url);
    return {
      url,
      seed: async (count) => {
        await queryOnce(url, tables.insert(count, 'due'));
        await queryOnce(url, 'VACUUM ANALYZE');
        await settle(url);
      },
      countTransactions: async () => {
        const [row] = await queryOnce(server, `SELECT xact_commit + xact_rollback AS count FROM pg_stat_database WHERE datname = '${name}'`);
        return Number(row?.['count']);
      },
      remove: async () => void (await queryOnce(server, `DROP DATABASE ${name} WITH (FORCE)`)),
    };
  };
}

/** What was written so far is on the disk, so that no commit of the measure waits for it. */
async function settle(url: string): Promise<void> {
  await queryOnce(url, 'CHECKPOINT');
  spawnSync('sync');
}

function urlOf(server: string, database: string): string {
  return Object.assign(new URL(server), { pathname: `/${database}` }).href;
}
