import type { BackgroundJobNameFilter } from '../abstractions/background-job-name-filter.js';
import type {
  ClaimedBackgroundJob,
  ClaimRequest,
  ClaimResult,
} from '../abstractions/background-job-store.js';
import { toExtraProperties } from './background-job-row.js';
import type {
  BackgroundJobRow,
  BackgroundJobsTable,
} from './background-jobs-table.js';
import { concurrencyStamp } from './concurrency-stamp.js';
import { alive, milliseconds, named, ownedBy, run } from './sql-statement.js';
import type { Bind } from './sql-statement.js';

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
  );
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
          SELECT "Id", "JobName", "Priority", "TryCount", "NextTryTime", "LastTryTime", "ConcurrencyStamp"
          ${jobs} AND "Priority" = priorities.value AND "NextTryTime" <= ${opaqueNow} AND ${named(bind, request.nameFilter)}
          ORDER BY "ApplicationName", ${firstToRun} LIMIT ${limit} FOR UPDATE SKIP LOCKED) AS job
        LIMIT ${limit}),
      ${isCut ? `taken AS (${cutByName(bind, maxCountByName, `"Priority" DESC, ${firstToRun}`)}),` : ''}
      claimed AS (
        UPDATE ${table.name} AS job SET "TryCount" = least(job."TryCount" + 1, 32767), "LastTryTime" = now(),
          "NextTryTime" = now() + ${milliseconds(bind, request.leaseDuration)}, "ConcurrencyStamp" = ${bind(stamp)}
        FROM ${isCut ? 'taken' : 'due'} AS due WHERE job."Id" = due."Id"
        RETURNING job."Id", job."JobName", job."JobArgs", job."TryCount", job."CreationTime", job."Priority", job."ExtraProperties",
          due."NextTryTime" AS due_time, due."LastTryTime" AS previous_try_time, due."ConcurrencyStamp" AS previous_stamp),
      claim AS (
        SELECT extract(epoch FROM now())::float8 * 1000 AS now, count(*)::int AS found, CASE WHEN count(*) < ${limit} THEN (
          SELECT extract(epoch FROM min(next.time) - now())::float8 * 1000 FROM priorities CROSS JOIN LATERAL (
            SELECT "NextTryTime" AS time ${jobs} AND "Priority" = priorities.value AND "NextTryTime" > ${opaqueNow}
            ORDER BY "ApplicationName", "NextTryTime" LIMIT 1) AS next) END AS next_due_in
        FROM due)
      SELECT * FROM claim LEFT JOIN claimed ON TRUE ORDER BY "Priority" DESC, "TryCount", due_time`;
  });
  return {
    jobs: rows.flatMap((row) =>
      row['Id'] === null ? [] : [toClaimed(row, stamp, request)],
    ),
    mayHaveMore: rows[0]?.['found'] === maxResultCount,
    nextDueIn: (rows[0]?.['next_due_in'] ?? null) as number | null,
  };
}

/** What may be taken of the rows that were found: of each name no more than its maximum, the first to run first. */
function cutByName(
  bind: Bind,
  maxCountByName: ReadonlyMap<string, number>,
  order: string,
): string {
  return `SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY "JobName" ORDER BY ${order}) AS place FROM due) AS due
        LEFT JOIN json_each_text(${bind(JSON.stringify(Object.fromEntries(maxCountByName)))}) AS most(name, count) ON most.name = due."JobName"
        WHERE most.count IS NULL OR place <= most.count::int`;
}

/** The statement returns what it does not know; the rest is the same in all rows. */
function toClaimed(
  row: BackgroundJobRow,
  stamp: string,
  { applicationName, leaseDuration }: ClaimRequest,
): ClaimedBackgroundJob {
  const now = row['now'] as number;
  return {
    id: row['Id'] as string,
    applicationName,
    jobName: row['JobName'] as string,
    jobArgs: row['JobArgs'] as string,
    tryCount: row['TryCount'] as number,
    creationTime: row['CreationTime'] as Date,
    nextTryTime: new Date(now + leaseDuration),
    lastTryTime: new Date(now),
    isAbandoned: false,
    completionTime: null,
    priority: row['Priority'] as number,
    extraProperties: toExtraProperties(row['ExtraProperties']),
    concurrencyStamp: stamp,
    dueTime: row['due_time'] as Date,
    previousTryTime: row['previous_try_time'] as Date | null,
    wasStalled: concurrencyStamp.isClaim(String(row['previous_stamp'])),
  };
}
