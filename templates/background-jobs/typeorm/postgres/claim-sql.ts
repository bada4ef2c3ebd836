import type { BackgroundJobNameFilter } from '../abstractions/background-job-name-filter.js';
import type {
  ClaimedBackgroundJob,
  ClaimRequest,
  ClaimResult,
} from '../abstractions/background-job-store.js';
import { toExtraProperties } from './background-job-row.js';
import type { BackgroundJobRow } from './background-job-row.js';
import type { BackgroundJobsTable } from './background-jobs-table.js';
import { concurrencyStamp } from '../domain/concurrency-stamp.js';
import { alive, milliseconds, named, ownedBy, run } from './sql-statement.js';
import type { Bind } from './sql-statement.js';
import { objectOf } from '../domain/object-of.js';

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
      WHERE ${alive} AND ${ownedBy(bind, applicationName)} AND "NextTryTime" <= now() AND ${named(bind, nameFilter)}
      ORDER BY "Priority" DESC, "TryCount", "NextTryTime" LIMIT ${bind(maxResultCount)}`,
  ) as Promise<BackgroundJobRow[]>;
}

/** What a claim returns of all that it has found; times are in milliseconds. */
interface SummaryRow {
  readonly now: number;
  readonly found: number;
  readonly next_due_in: number | null;
}

/** What a claim returns of a job it takes; times are in milliseconds. */
interface ClaimedRow extends Pick<
  BackgroundJobRow,
  'Id' | 'JobName' | 'JobArgs' | 'TryCount' | 'Priority' | 'ExtraProperties'
> {
  readonly creation_time: number;
  readonly due_time: number;
  readonly previous_try_time: number | null;
  readonly was_stalled: boolean;
}

const opaqueNow = '(SELECT now())';

/**
 * Takes due jobs, whatever priorities there are: highest priority first and longest due first inside one, by one range of the index for each priority
 * that occurs; returns them in ABP's order. Rows that another claim is about to take are passed over, so claims never wait for each other. ABP's order
 * among all that is due (`tryCount`) has to sort all of a priority that is due.
 *
 * Two things keep PostgreSQL to reading the index in its order, where it would else sort all that is due: every `ORDER BY` begins with the application's
 * name, which is the same in all rows, but that is not inferred from `IS NULL`; and the time is one it cannot look up in its statistics, which are old.
 */
export async function claimDue(
  table: BackgroundJobsTable,
  request: ClaimRequest,
): Promise<ClaimResult> {
  const { maxResultCount, maxCountByName, order } = request;
  const stamp = concurrencyStamp.ofClaim();
  const rows = await run(table, (bind) => {
    const jobs = `FROM ${table.name} WHERE ${alive} AND ${ownedBy(bind, request.applicationName)}`;
    const limit = bind(maxResultCount);
    const firstToRun = `${order === 'tryCount' ? '"TryCount", ' : ''}"NextTryTime"`;
    const isCut = maxCountByName.size > 0;
    return `WITH RECURSIVE priorities(value) AS (
        (SELECT "Priority" ${jobs} ORDER BY "ApplicationName" DESC, "Priority" DESC LIMIT 1)
        UNION ALL
        SELECT (SELECT "Priority" ${jobs} AND "Priority" < priorities.value ORDER BY "ApplicationName" DESC, "Priority" DESC LIMIT 1)
        FROM priorities WHERE priorities.value IS NOT NULL),
      due AS MATERIALIZED (
        SELECT job.* FROM priorities CROSS JOIN LATERAL (
          SELECT ctid AS place, "JobName", "Priority", "TryCount", "NextTryTime", "LastTryTime", "ConcurrencyStamp"
          ${jobs} AND "Priority" = priorities.value AND "NextTryTime" <= ${opaqueNow} AND ${named(bind, request.nameFilter)}
          ORDER BY "ApplicationName", ${firstToRun} LIMIT ${limit} FOR UPDATE SKIP LOCKED) AS job
        LIMIT ${limit}),
      ${isCut ? `taken AS (${cutByName(bind, maxCountByName, `"Priority" DESC, ${firstToRun}`)}),` : ''}
      claimed AS (
        UPDATE ${table.name} AS job SET "TryCount" = least(job."TryCount" + 1, 32767), "LastTryTime" = now(),
          "NextTryTime" = now() + ${milliseconds(bind, request.leaseDuration)}, "ConcurrencyStamp" = ${bind(stamp)}
        FROM ${isCut ? 'taken' : 'due'} AS due WHERE job.ctid = due.place
        RETURNING job."Id", job."JobName", job."JobArgs", job."TryCount", ${epoch('job."CreationTime"')} AS creation_time, job."Priority", job."ExtraProperties",
          ${epoch('due."NextTryTime"')} AS due_time, ${epoch('due."LastTryTime"')} AS previous_try_time, due."ConcurrencyStamp" LIKE '${concurrencyStamp.claimPrefix}%' AS was_stalled),
      summary AS (
        SELECT ${epoch('now()')} AS now, count(*)::int AS found, CASE WHEN count(*) < ${limit} THEN (
          SELECT ${epoch('min(next.time)')} - ${epoch('now()')} FROM priorities CROSS JOIN LATERAL (
            SELECT "NextTryTime" AS time ${jobs} AND "Priority" = priorities.value AND "NextTryTime" > ${opaqueNow}
            ORDER BY "ApplicationName", "NextTryTime" LIMIT 1) AS next) END AS next_due_in
        FROM due)
      SELECT claimed.*, NULL AS now, NULL AS found, NULL AS next_due_in FROM claimed
      UNION ALL SELECT ${'NULL, '.repeat(10)}now, found, next_due_in FROM summary
      ORDER BY "Priority" DESC, "TryCount", due_time`;
  });
  // The summary is the first row: descending, PostgreSQL puts NULL first.
  const [summary, ...claimed] = rows as [SummaryRow, ...ClaimedRow[]];
  return {
    jobs: claimed.map((row) => toClaimed(row, stamp, summary.now, request)),
    mayHaveMore: summary.found === maxResultCount,
    nextDueIn: summary.next_due_in,
  };
}

/** Milliseconds, which cost a third of a timestamp to write and to read. */
function epoch(time: string): string {
  return `date_part('epoch', ${time}) * 1000`;
}

/** What may be taken of the rows that were found: of each name no more than its maximum, the first to run first. */
function cutByName(
  bind: Bind,
  maxCountByName: ReadonlyMap<string, number>,
  order: string,
): string {
  return `SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY "JobName" ORDER BY ${order}) AS nth FROM due) AS due
        LEFT JOIN json_each_text(${bind(JSON.stringify(objectOf(maxCountByName)))}) AS most(name, count) ON most.name = due."JobName"
        WHERE most.count IS NULL OR nth <= most.count::int`;
}

/** The statement returns what it does not know; the rest is the same in all rows. */
function toClaimed(
  row: ClaimedRow,
  stamp: string,
  now: number,
  { applicationName, leaseDuration }: ClaimRequest,
): ClaimedBackgroundJob {
  const { previous_try_time: previousTryTime } = row;
  return {
    id: row.Id,
    applicationName,
    jobName: row.JobName,
    jobArgs: row.JobArgs,
    tryCount: row.TryCount,
    creationTime: new Date(row.creation_time),
    nextTryTime: new Date(now + leaseDuration),
    lastTryTime: new Date(now),
    isAbandoned: false,
    completionTime: null,
    priority: row.Priority,
    extraProperties: toExtraProperties(row.ExtraProperties),
    concurrencyStamp: stamp,
    dueTime: new Date(row.due_time),
    previousTryTime:
      previousTryTime === null ? null : new Date(previousTryTime),
    wasStalled: row.was_stalled,
  };
}
