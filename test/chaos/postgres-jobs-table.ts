import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { JobRow, JobsTable } from './jobs-table.ts';

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
    const result = await client.query<JobRow>(`SELECT "JobArgs"::json ->> 'name' AS name, "TryCount" AS tries, "LastTryTime" AS tried,
      "IsAbandoned" AS "isAbandoned", "ConcurrencyStamp" AS stamp FROM "AbpBackgroundJobs" ORDER BY "JobArgs"::json ->> 'name' COLLATE "C"`);
    return result.rows;
  };
  return { connectionString, client, rows, close: () => client.end() };
}
