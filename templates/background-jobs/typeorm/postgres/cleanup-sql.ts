import type { BackgroundJobsTable } from './background-jobs-table.js';
import { ownedBy, run } from './sql-statement.js';

/** Deletes completed jobs, oldest first; returns how many. */
export async function deleteCompleted(
  table: BackgroundJobsTable,
  applicationName: string | null,
  completedBefore: Date,
  maxResultCount: number,
): Promise<number> {
  const rows = await run(
    table,
    (bind) => `WITH deleted AS (
        DELETE FROM ${table.name} WHERE "Id" IN (
          SELECT "Id" FROM ${table.name} WHERE ${ownedBy(bind, applicationName)} AND "CompletionTime" < ${bind(completedBefore)}::timestamptz
          ORDER BY "ApplicationName", "CompletionTime" LIMIT ${bind(maxResultCount)} FOR UPDATE SKIP LOCKED)
        RETURNING 1)
      SELECT count(*)::int AS count FROM deleted`,
  );
  const [{ count }] = rows as [{ readonly count: number }];
  return count;
}
