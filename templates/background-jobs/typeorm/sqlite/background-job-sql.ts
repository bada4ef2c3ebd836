import type { BackgroundJobNameFilter } from '../abstractions/background-job-name-filter.js';
import { BackgroundJobPriority } from '../abstractions/background-job-priority.js';
import type {
  BackgroundJobClaim,
  BackgroundJobSettlement,
  ClaimRequest,
} from '../abstractions/background-job-store.js';
import type { NewBackgroundJob } from '../abstractions/background-job-info.js';
import type {
  BackgroundJobRow,
  BackgroundJobsTable,
  ClaimedBackgroundJobRow,
} from './background-jobs-table.js';
import { concurrencyStamp } from './concurrency-stamp.js';
import { sqliteTime } from './sqlite-time.js';

// SQLite. Every statement is atomic by itself and none spans an `await`: a write lock held across one would make other connections of this process
// block the thread that has to release it. Sets of rows travel as one JSON parameter, so there is no limit to their number. All times are the
// database's and have one form, `YYYY-MM-DD HH:MM:SS.SSS` in UTC, which compares as text.

const timeFormat = `'%Y-%m-%d %H:%M:%f'`;
const now = `strftime(${timeFormat}, 'now')`;
const alive = `NOT "IsAbandoned" AND "CompletionTime" IS NULL`;

type Bind = (value: unknown) => '?';

/** Runs the statement that `build` writes; `bind` has to be called in the order in which its placeholders stand in the text. */
function run(
  table: BackgroundJobsTable,
  build: (bind: Bind) => string,
): Promise<BackgroundJobRow[]> {
  const parameters: unknown[] = [];
  const sql = build((value) => {
    parameters.push(value);
    return '?';
  });
  return table.query(sql, parameters);
}

/** Stores a new job; times that are not given are the database's. */
export async function insertJob(
  table: BackgroundJobsTable,
  job: NewBackgroundJob,
): Promise<void> {
  await run(
    table,
    (
      bind,
    ) => `INSERT INTO ${table.name} ("Id", "ApplicationName", "JobName", "JobArgs", "TryCount", "CreationTime", "NextTryTime", "LastTryTime",
        "IsAbandoned", "CompletionTime", "Priority", "ExtraProperties", "ConcurrencyStamp")
      VALUES (${bind(job.id.toUpperCase())}, ${bind(job.applicationName ?? null)}, ${bind(job.jobName)}, ${bind(job.jobArgs)}, ${bind(job.tryCount ?? 0)},
        coalesce(${bind(sqliteTime.toText(job.creationTime))}, ${now}), coalesce(${bind(sqliteTime.toText(job.nextTryTime))}, ${after(bind, job.delay ?? 0)}),
        ${bind(sqliteTime.toText(job.lastTryTime))}, ${bind(job.isAbandoned ? 1 : 0)}, ${bind(sqliteTime.toText(job.completionTime))}, ${bind(job.priority ?? BackgroundJobPriority.Normal)},
        ${bind(JSON.stringify(job.extraProperties ?? {}))}, ${bind(concurrencyStamp.fresh())})`,
  );
}

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
  );
}

/**
 * Takes due jobs, whatever priorities there are: highest priority first and longest due first inside one, by one range of the index for each priority
 * that occurs; returns them in ABP's order. Two statements, the second of which takes only what still carries the stamp seen by the first; where another
 * process has taken all of it, they are repeated.
 */
export async function claimDue(
  table: BackgroundJobsTable,
  { applicationName, nameFilter, maxResultCount, leaseDuration }: ClaimRequest,
): Promise<ClaimedBackgroundJobRow[]> {
  for (;;) {
    const due = await run(
      table,
      (bind) => `WITH RECURSIVE priorities(value) AS (
          SELECT max("Priority") FROM ${table.name} WHERE ${alive} AND ${ownedBy(bind, applicationName)}
          UNION ALL
          SELECT (
            SELECT max("Priority") FROM ${table.name}
            WHERE ${alive} AND ${ownedBy(bind, applicationName)} AND "Priority" < priorities.value)
          FROM priorities WHERE priorities.value IS NOT NULL),
        due AS MATERIALIZED (
          SELECT "Id", "ConcurrencyStamp", "Priority", "TryCount", "NextTryTime", "LastTryTime" FROM priorities CROSS JOIN ${table.name}
          WHERE ${alive} AND ${ownedBy(bind, applicationName)} AND "Priority" = priorities.value AND "NextTryTime" <= ${now} AND ${named(bind, nameFilter)}
          LIMIT ${bind(maxResultCount)})
        SELECT * FROM due ORDER BY "Priority" DESC, "TryCount", "NextTryTime"`,
    );
    if (due.length === 0) {
      return [];
    }
    const taken = await run(
      table,
      (
        bind,
      ) => `UPDATE ${table.name} SET "TryCount" = min("TryCount" + 1, 32767), "LastTryTime" = ${now}, "NextTryTime" = ${after(bind, leaseDuration)},
          "ConcurrencyStamp" = ${bind(concurrencyStamp.ofClaim())}
        WHERE ("Id", "ConcurrencyStamp") IN (SELECT value ->> 'Id', value ->> 'ConcurrencyStamp' FROM json_each(${bind(JSON.stringify(due))}))
        RETURNING *`,
    );
    if (taken.length > 0) {
      const rows = new Map(taken.map((row) => [row['Id'], row]));
      return due.flatMap(
        ({ Id, ConcurrencyStamp: stamp, LastTryTime: time }) => {
          const row = rows.get(Id);
          const stalledTryTime = concurrencyStamp.isClaim(String(stamp))
            ? sqliteTime.fromText(time as string | null)
            : null;
          return row ? [{ row, stalledTryTime }] : [];
        },
      );
    }
  }
}

/** Extends the leases of claims; returns the ids of those that were still held. */
export async function renewClaims(
  table: BackgroundJobsTable,
  claims: readonly BackgroundJobClaim[],
  leaseDuration: number,
): Promise<string[]> {
  const renewed = await run(
    table,
    (bind) =>
      `UPDATE ${table.name} SET "NextTryTime" = ${after(bind, leaseDuration)} WHERE ${heldBy(bind, claims)} RETURNING "Id"`,
  );
  return renewed.map(toId);
}

/** Gives claims back as not tried and due; returns the ids of those that were still held, or had been given back before. */
export async function releaseClaims(
  table: BackgroundJobsTable,
  claims: readonly BackgroundJobClaim[],
): Promise<string[]> {
  const released = await run(
    table,
    (
      bind,
    ) => `UPDATE ${table.name} AS job SET "TryCount" = max("TryCount" - 1, 0), "NextTryTime" = ${now},
        "LastTryTime" = CASE WHEN "TryCount" > 1 THEN "LastTryTime" END, "ConcurrencyStamp" = claim.value ->> 'after'
      FROM json_each(${bind(toJson(claims))}) AS claim
      WHERE job."Id" = claim.value ->> 'id' AND job."ConcurrencyStamp" = claim.value ->> 'stamp' RETURNING "Id"`,
  );
  return [
    ...released.map(toId),
    ...(await endedBefore(table, claims, released.length)),
  ];
}

/**
 * Records how attempts ended; returns the ids of those that were still held, or had been settled before. A deleted row leaves no trace: of a deletion
 * that is repeated it cannot be told whether it was this one.
 */
export async function settleClaims(
  table: BackgroundJobsTable,
  settlements: readonly BackgroundJobSettlement[],
): Promise<string[]> {
  const deletions = settlements.filter(({ kind }) => kind === 'delete');
  const changes = settlements.filter(({ kind }) => kind !== 'delete');
  const deleted =
    deletions.length === 0
      ? []
      : await run(
          table,
          (bind) =>
            `DELETE FROM ${table.name} WHERE ${heldBy(bind, deletions)} RETURNING "Id"`,
        );
  const changed =
    changes.length === 0
      ? []
      : await run(
          table,
          (bind) => `UPDATE ${table.name} AS job SET
              "CompletionTime" = CASE claim.value ->> 'kind' WHEN 'complete' THEN ${now} END,
              "IsAbandoned" = claim.value ->> 'kind' = 'abandon',
              "NextTryTime" = coalesce(claim.value ->> 'nextTryTime', job."NextTryTime"),
              "ExtraProperties" = coalesce(claim.value ->> 'extraProperties', job."ExtraProperties"),
              "ConcurrencyStamp" = claim.value ->> 'after'
            FROM json_each(${bind(toJson(changes))}) AS claim
            WHERE job."Id" = claim.value ->> 'id' AND job."ConcurrencyStamp" = claim.value ->> 'stamp' RETURNING "Id"`,
        );
  return [
    ...deleted.map(toId),
    ...changed.map(toId),
    ...(await endedBefore(table, changes, changed.length)),
  ];
}

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

/** The ids of claims that an earlier call has ended, which is asked only when fewer rows were changed than claimed. */
async function endedBefore(
  table: BackgroundJobsTable,
  claims: readonly BackgroundJobClaim[],
  changedCount: number,
): Promise<string[]> {
  if (changedCount === claims.length) {
    return [];
  }
  const ended = await run(
    table,
    (bind) => `SELECT "Id" FROM ${table.name}
      WHERE ("Id", "ConcurrencyStamp") IN (SELECT value ->> 'id', value ->> 'after' FROM json_each(${bind(toJson(claims))}))`,
  );
  return ended.map(toId);
}

function heldBy(bind: Bind, claims: readonly BackgroundJobClaim[]): string {
  return `("Id", "ConcurrencyStamp") IN (SELECT value ->> 'id', value ->> 'stamp' FROM json_each(${bind(toJson(claims))}))`;
}

function ownedBy(bind: Bind, applicationName: string | null): string {
  return applicationName === null
    ? '"ApplicationName" IS NULL'
    : `"ApplicationName" = ${bind(applicationName)}`;
}

function named(
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

function after(bind: Bind, milliseconds: number): string {
  return `strftime(${timeFormat}, 'now', ${bind(`${(milliseconds / 1000).toFixed(3)} seconds`)})`;
}

function toJson(
  claims: readonly (BackgroundJobClaim | BackgroundJobSettlement)[],
): string {
  return JSON.stringify(
    claims.map((claim) => ({
      id: claim.id.toUpperCase(),
      stamp: claim.concurrencyStamp,
      after: concurrencyStamp.afterClaim(claim.concurrencyStamp),
      ...('kind' in claim && { kind: claim.kind }),
      ...('nextTryTime' in claim && {
        nextTryTime: sqliteTime.toText(claim.nextTryTime),
      }),
      ...('extraProperties' in claim && {
        extraProperties: JSON.stringify(claim.extraProperties),
      }),
    })),
  );
}

function toId(row: BackgroundJobRow): string {
  return String(row['Id']).toLowerCase();
}
