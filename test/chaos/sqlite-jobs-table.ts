import { DatabaseSync } from 'node:sqlite';
import type { JobRow, JobsTable } from './jobs-table.ts';

export function sqliteJobsTable(file: string): JobsTable {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 10_000 });
  const select = database.prepare(`SELECT JobArgs ->> 'name' AS name, TryCount AS tries, LastTryTime || 'Z' AS tried, IsAbandoned AS isAbandoned,
    ConcurrencyStamp AS stamp FROM AbpBackgroundJobs ORDER BY name`);
  const rows = (): Promise<readonly JobRow[]> =>
    Promise.resolve(
      (select.all() as unknown as readonly SqliteRow[]).map((row) => ({
        ...row,
        tried: row.tried === null ? null : new Date(row.tried),
        isAbandoned: row.isAbandoned === 1,
      })),
    );
  return { connectionString: file, rows, close: () => Promise.resolve(database.close()) };
}

type SqliteRow = Omit<JobRow, 'tried' | 'isAbandoned'> & { readonly tried: string | null; readonly isAbandoned: number };
