import { randomBytes } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';

export interface JobRow {
  readonly name: string;
  readonly tries: number;
  readonly isAbandoned: boolean;
  readonly stamp: string;
}

/** The table of the jobs, as an operator sees it. */
export interface JobsTable {
  /** The workers'. */
  readonly connectionString: string;
  /** By name. */
  readonly rows: () => Promise<readonly JobRow[]>;
  readonly close: () => Promise<void>;
}

export interface PostgresJobsTable extends JobsTable {
  readonly client: pg.Pool;
}

/** A database of its own, a copy of one that has the table. */
export async function copyJobsTable(migrated: string): Promise<PostgresJobsTable> {
  const url = new URL(migrated);
  const template = url.pathname.slice(1);
  url.pathname = '/postgres';
  const administrator = new pg.Client({ connectionString: url.href });
  await administrator.connect();
  const name = `chaos_${randomBytes(6).toString('hex')}`;
  await administrator.query(`CREATE DATABASE ${name} TEMPLATE ${template}`).finally(() => administrator.end());
  url.pathname = `/${name}`;
  return postgresJobsTable(url.href);
}

export function postgresJobsTable(connectionString: string): PostgresJobsTable {
  const client = new pg.Pool({ connectionString, max: 1 });
  // Its server may be stopped.
  client.on('error', () => undefined);
  const rows = async (): Promise<readonly JobRow[]> => {
    const result = await client.query<JobRow>(`SELECT "JobArgs"::json ->> 'name' AS name, "TryCount" AS tries, "IsAbandoned" AS "isAbandoned",
      "ConcurrencyStamp" AS stamp FROM "AbpBackgroundJobs" ORDER BY "JobArgs"::json ->> 'name' COLLATE "C"`);
    return result.rows;
  };
  return { connectionString, client, rows, close: () => client.end() };
}

export function sqliteJobsTable(file: string): JobsTable {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 10_000 });
  const select = database.prepare(`SELECT JobArgs ->> 'name' AS name, TryCount AS tries, IsAbandoned AS isAbandoned, ConcurrencyStamp AS stamp
    FROM AbpBackgroundJobs ORDER BY name`);
  const rows = (): Promise<readonly JobRow[]> =>
    Promise.resolve(select.all().map((row) => ({ ...row, isAbandoned: row['isAbandoned'] === 1 }) as unknown as JobRow));
  return { connectionString: file, rows, close: () => Promise.resolve(database.close()) };
}
