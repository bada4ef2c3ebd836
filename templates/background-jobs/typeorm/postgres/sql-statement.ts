import type { BackgroundJobNameFilter } from '../abstractions/background-job-name-filter.js';
import type { BackgroundJobsTable } from './background-jobs-table.js';

// PostgreSQL: what the statements in the files `*-sql.ts` have in common. Each function there is one statement, so it is one transaction and one round
// trip. All times are the database's. Sets of rows travel as one JSON parameter, which costs less than an array for each column.

export type Bind = (value: unknown) => string;

/** Runs the statement that `build` writes, and returns its rows, whose type the caller knows; `bind` returns the placeholder of a value. */
export function run(
  table: BackgroundJobsTable,
  build: (bind: Bind) => string,
): Promise<unknown[]> {
  const parameters: unknown[] = [];
  const sql = build((value) => `$${parameters.push(value)}`);
  return table.query(sql, parameters);
}

/** The condition of the index that claims read. */
export const alive = `NOT "IsAbandoned" AND "CompletionTime" IS NULL`;

export function ownedBy(bind: Bind, applicationName: string | null): string {
  return applicationName === null
    ? '"ApplicationName" IS NULL'
    : `"ApplicationName" = ${bind(applicationName)}`;
}

export function named(
  bind: Bind,
  { mode, jobNames }: BackgroundJobNameFilter,
): string {
  switch (mode) {
    case 'none':
      return 'TRUE';
    case 'include':
      return `"JobName" = ANY (${bind(jobNames)}::text[])`;
    case 'exclude':
      return `"JobName" <> ALL (${bind(jobNames)}::text[])`;
  }
}

export function milliseconds(bind: Bind, duration: number): string {
  return `${bind(duration)}::double precision * interval '1 millisecond'`;
}

export async function selectTime(table: BackgroundJobsTable): Promise<Date> {
  const rows = await run(table, () => 'SELECT clock_timestamp() AS now');
  const [{ now }] = rows as [{ readonly now: Date }];
  return now;
}
