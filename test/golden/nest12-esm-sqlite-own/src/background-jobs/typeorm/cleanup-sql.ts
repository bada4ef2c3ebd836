import type { BackgroundJobsTable } from './background-jobs-table.js';
import { ownedBy, run } from './sql-statement.js';
import { sqliteTime } from './sqlite-time.js';

/** Deletes completed jobs, oldest first; returns how many. */
export async function deleteCompleted(
  table: BackgroundJobsTable,
  applicationName: string | null,
  completedBefore: Date,
  maxResultCount: number,
): Promise<number> {
  const deleted = await run(
    table,
    (bind) => `DELETE FROM ${table.name} WHERE "Id" IN (
        SELECT "Id" FROM ${table.name} WHERE ${ownedBy(bind, applicationName)} AND "CompletionTime" < ${bind(sqliteTime.toText(completedBefore))}
        ORDER BY "CompletionTime" LIMIT ${bind(maxResultCount)})
      RETURNING "Id"`,
  );
  return deleted.length;
}
