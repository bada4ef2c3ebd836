import type { BackgroundJobNameFilter } from '../abstractions/background-job-name-filter.js';
import type { BackgroundJobsTable } from './background-jobs-table.js';
import { sqliteTime } from './sqlite-time.js';

// SQLite: what the statements in the files `*-sql.ts` have in common. Every statement is atomic by itself and none spans an `await`: a write lock held
// across one would make other connections of this process block the thread that has to release it. All times are the database's and have one form,
// `YYYY-MM-DD HH:MM:SS.SSS` in UTC, which compares as text. Sets of rows travel as one JSON parameter, so there is no limit to their number.

export type Bind = (value: unknown) => '?';

/**
 * Runs the statement that `build` writes, and returns its rows, whose type the caller knows; `bind` has to be called in the order in which its
 * placeholders stand in the text.
 */
export function run(
  table: BackgroundJobsTable,
  build: (bind: Bind) => string,
): Promise<unknown[]> {
  const parameters: unknown[] = [];
  const sql = build((value) => {
    parameters.push(value);
    return '?';
  });
  return table.query(sql, parameters);
}

const timeFormat = `'%Y-%m-%d %H:%M:%f'`;

/** The same all through a statement. */
export const now = `strftime(${timeFormat}, 'now')`;

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
      return `"JobName" IN (SELECT value FROM json_each(${bind(JSON.stringify(jobNames))}))`;
    case 'exclude':
      return `"JobName" NOT IN (SELECT value FROM json_each(${bind(JSON.stringify(jobNames))}))`;
  }
}

/** So many milliseconds from now. */
export function after(bind: Bind, milliseconds: number): string {
  return later(bind(secondsOf(milliseconds)));
}

/** @param seconds as {@link secondsOf} writes them */
export function later(seconds: string): string {
  return `strftime(${timeFormat}, 'now', ${seconds})`;
}

/** A time span as SQLite adds it to a time. */
export function secondsOf(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(3)} seconds`;
}

export async function selectTime(table: BackgroundJobsTable): Promise<Date> {
  const rows = await run(table, () => `SELECT ${now} AS now`);
  const [{ now: time }] = rows as [{ readonly now: string }];
  return sqliteTime.fromText(time);
}
