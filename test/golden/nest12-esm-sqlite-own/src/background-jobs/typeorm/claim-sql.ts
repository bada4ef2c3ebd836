import type { BackgroundJobNameFilter } from '../abstractions/background-job-name-filter.js';
import type {
  ClaimedBackgroundJob,
  ClaimRequest,
  ClaimResult,
} from '../abstractions/background-job-store.js';
import { toRecord } from './background-job-row.js';
import type { BackgroundJobRow } from './background-job-row.js';
import type { BackgroundJobsTable } from './background-jobs-table.js';
import { concurrencyStamp } from '../domain/concurrency-stamp.js';
import { after, alive, named, now, ownedBy, run } from './sql-statement.js';
import type { Bind } from './sql-statement.js';
import { sqliteTime } from './sqlite-time.js';

/** The due jobs of an application in ABP's order. */
export function selectWaiting(
  table: BackgroundJobsTable,
  applicationName: string | null,
  maxResultCount: number,
  nameFilter: BackgroundJobNameFilter,
): Promise<BackgroundJobRow[]> {
  return run(
    table,
    (bind) => `SELECT * FROM ${table.name}
      WHERE ${alive} AND ${ownedBy(bind, applicationName)} AND "NextTryTime" <= ${now} AND ${named(bind, nameFilter)}
      ORDER BY "Priority" DESC, "TryCount", "NextTryTime" LIMIT ${bind(maxResultCount)}`,
  ) as Promise<BackgroundJobRow[]>;
}

/** What a claim has to see of a job before it takes it. */
type DueJobRow = Pick<
  BackgroundJobRow,
  'Id' | 'JobName' | 'NextTryTime' | 'LastTryTime' | 'ConcurrencyStamp'
>;

/**
 * Takes due jobs, whatever priorities there are; returns them in ABP's order. A first statement finds them; a second takes those that are as the
 * first has seen them. Where another process has taken all of them, both are repeated.
 */
export async function claimDue(
  table: BackgroundJobsTable,
  request: ClaimRequest,
): Promise<ClaimResult> {
  for (;;) {
    const found = await selectDue(table, request);
    const mayHaveMore = found.length === request.maxResultCount;
    const nextDueIn = mayHaveMore
      ? null
      : await selectNextDueIn(table, request.applicationName);
    const due = cutByName(found, request.maxCountByName);
    const jobs =
      due.length === 0 ? [] : await takeDue(table, due, request.leaseDuration);
    if (jobs.length > 0 || due.length === 0) {
      return { jobs, mayHaveMore, nextDueIn };
    }
  }
}

/**
 * Highest priority first and longest due first inside one, by one range of the index for each priority that occurs. ABP's order among all that is due
 * (`tryCount`) has to sort all that is due.
 */
function selectDue(
  table: BackgroundJobsTable,
  { applicationName, nameFilter, maxResultCount, order }: ClaimRequest,
): Promise<DueJobRow[]> {
  return run(
    table,
    (bind) => `${priorities(table, bind, applicationName)}
      SELECT "Id", "JobName", "Priority", "TryCount", "NextTryTime", "LastTryTime", "ConcurrencyStamp" FROM priorities CROSS JOIN ${table.name}
      WHERE ${alive} AND ${ownedBy(bind, applicationName)} AND "Priority" = priorities.value AND "NextTryTime" <= ${now} AND ${named(bind, nameFilter)}
      ${order === 'tryCount' ? 'ORDER BY "Priority" DESC, "TryCount", "NextTryTime"' : ''} LIMIT ${bind(maxResultCount)}`,
  ) as Promise<DueJobRow[]>;
}

interface NextDueRow {
  readonly next_due_in: number | null;
}

/** Milliseconds until the next job of the application is due, by one place in the index for each priority that occurs. */
async function selectNextDueIn(
  table: BackgroundJobsTable,
  applicationName: string | null,
): Promise<number | null> {
  const rows = await run(
    table,
    (bind) => `${priorities(table, bind, applicationName)}
      SELECT (julianday(min(time)) - julianday('now')) * 86400000 AS next_due_in FROM (
        SELECT (
          SELECT min("NextTryTime") FROM ${table.name}
          WHERE ${alive} AND ${ownedBy(bind, applicationName)} AND "Priority" = priorities.value AND "NextTryTime" > ${now}) AS time
        FROM priorities)`,
  );
  const [{ next_due_in: nextDueIn }] = rows as [NextDueRow];
  return nextDueIn;
}

/** The priorities that occur, highest first, and a last row without any. */
function priorities(
  table: BackgroundJobsTable,
  bind: Bind,
  applicationName: string | null,
): string {
  return `WITH RECURSIVE priorities(value) AS (
        SELECT max("Priority") FROM ${table.name} WHERE ${alive} AND ${ownedBy(bind, applicationName)}
        UNION ALL
        SELECT (SELECT max("Priority") FROM ${table.name} WHERE ${alive} AND ${ownedBy(bind, applicationName)} AND "Priority" < priorities.value)
        FROM priorities WHERE priorities.value IS NOT NULL)`;
}

/** Of each name no more than its maximum, the first to run first. */
function cutByName(
  due: readonly DueJobRow[],
  maxCountByName: ReadonlyMap<string, number>,
): readonly DueJobRow[] {
  const rest = new Map(maxCountByName);
  return due.filter(({ JobName: name }) => {
    const count = rest.get(name) ?? Infinity;
    rest.set(name, count - 1);
    return count > 0;
  });
}

async function takeDue(
  table: BackgroundJobsTable,
  due: readonly DueJobRow[],
  leaseDuration: number,
): Promise<ClaimedBackgroundJob[]> {
  const seen = due.map(({ Id, ConcurrencyStamp }) => [Id, ConcurrencyStamp]);
  const taken = (await run(
    table,
    (
      bind,
    ) => `UPDATE ${table.name} SET "TryCount" = min("TryCount" + 1, 32767), "LastTryTime" = ${now}, "NextTryTime" = ${after(bind, leaseDuration)},
        "ConcurrencyStamp" = ${bind(concurrencyStamp.ofClaim())}
      WHERE ("Id", "ConcurrencyStamp") IN (SELECT value ->> 0, value ->> 1 FROM json_each(${bind(JSON.stringify(seen))})) AND "NextTryTime" <= ${now}
      RETURNING *`,
  )) as BackgroundJobRow[];
  const before = new Map(due.map((row) => [row.Id, row]));
  return taken
    .map((row) => toClaimed(row, before.get(row.Id) ?? row))
    .sort(
      (a, b) =>
        b.priority - a.priority ||
        a.tryCount - b.tryCount ||
        a.dueTime.getTime() - b.dueTime.getTime(),
    );
}

function toClaimed(
  row: BackgroundJobRow,
  before: DueJobRow,
): ClaimedBackgroundJob {
  return Object.assign(toRecord(row), {
    dueTime: sqliteTime.fromText(before.NextTryTime),
    previousTryTime: sqliteTime.fromTextOrNull(before.LastTryTime),
    wasStalled: concurrencyStamp.isClaim(before.ConcurrencyStamp),
  });
}
