import type { NewBackgroundJob } from '../abstractions/background-job-info.js';
import type { BackgroundJobNameFilter } from '../abstractions/background-job-name-filter.js';
import { BackgroundJobPriority } from '../abstractions/background-job-priority.js';
import type {
  BackgroundJobClaim,
  BackgroundJobSettlement,
  ClaimRequest,
} from '../abstractions/background-job-store.js';
import type {
  BackgroundJobRow,
  BackgroundJobsTable,
  ClaimedBackgroundJobRow,
} from './background-jobs-table.js';
import { concurrencyStamp } from './concurrency-stamp.js';

// PostgreSQL. Each function is one statement, so it is one transaction and one round trip. All times are the database's.

const alive = `NOT "IsAbandoned" AND "CompletionTime" IS NULL`;

type Bind = (value: unknown) => string;

/** Runs the statement that `build` writes; `bind` returns the placeholder of a value. */
function run(
  table: BackgroundJobsTable,
  build: (bind: Bind) => string,
): Promise<BackgroundJobRow[]> {
  const parameters: unknown[] = [];
  const sql = build((value) => `$${parameters.push(value)}`);
  return table.query(sql, parameters);
}

/** Stores a new job; times that are not given are the database's, as of the statement and not of the caller's transaction. */
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
      SELECT ${bind(job.id)}::uuid, ${bind(job.applicationName ?? null)}, ${bind(job.jobName)}, ${bind(job.jobArgs)}, ${bind(job.tryCount ?? 0)}::smallint,
        coalesce(${bind(job.creationTime ?? null)}::timestamptz, clock.now),
        coalesce(${bind(job.nextTryTime ?? null)}::timestamptz, clock.now + ${milliseconds(bind, job.delay ?? 0)}),
        ${bind(job.lastTryTime ?? null)}::timestamptz, ${bind(job.isAbandoned ?? false)}::boolean, ${bind(job.completionTime ?? null)}::timestamptz,
        ${bind(job.priority ?? BackgroundJobPriority.Normal)}::smallint, ${bind(JSON.stringify(job.extraProperties ?? {}))}, ${bind(concurrencyStamp.fresh())}
      FROM (SELECT clock_timestamp() AS now) AS clock`,
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
      WHERE ${alive} AND ${ownedBy(bind, applicationName)} AND "NextTryTime" <= now() AND ${named(bind, nameFilter)}
      ORDER BY "Priority" DESC, "TryCount", "NextTryTime" LIMIT ${bind(maxResultCount)}`,
  );
}

/**
 * Takes due jobs, whatever priorities there are: highest priority first and longest due first inside one, by one range of the index for each priority
 * that occurs; returns them in ABP's order. Rows that another claim is about to take are passed over, so claims never wait for each other.
 *
 * Every `ORDER BY` begins with the application's name, which is the same in all rows, because PostgreSQL does not infer that from `IS NULL` and would
 * sort the whole table instead of reading the index.
 */
export async function claimDue(
  table: BackgroundJobsTable,
  { applicationName, nameFilter, maxResultCount, leaseDuration }: ClaimRequest,
): Promise<ClaimedBackgroundJobRow[]> {
  const rows = await run(table, (bind) => {
    const owned = ownedBy(bind, applicationName);
    const limit = bind(maxResultCount);
    return `WITH RECURSIVE priorities(value) AS (
        (SELECT "Priority" FROM ${table.name} WHERE ${alive} AND ${owned} ORDER BY "ApplicationName" DESC, "Priority" DESC LIMIT 1)
        UNION ALL
        SELECT (
          SELECT "Priority" FROM ${table.name} WHERE ${alive} AND ${owned} AND "Priority" < priorities.value
          ORDER BY "ApplicationName" DESC, "Priority" DESC LIMIT 1)
        FROM priorities WHERE priorities.value IS NOT NULL),
      due AS MATERIALIZED (
        SELECT job.* FROM priorities CROSS JOIN LATERAL (
          SELECT "Id" AS id, "NextTryTime" AS due_time, "LastTryTime" AS last_try, "ConcurrencyStamp" AS stamp FROM ${table.name}
          WHERE ${alive} AND ${owned} AND "Priority" = priorities.value AND "NextTryTime" <= now() AND ${named(bind, nameFilter)}
          ORDER BY "ApplicationName", "NextTryTime" LIMIT ${limit} FOR UPDATE SKIP LOCKED) AS job
        LIMIT ${limit}),
      claimed AS (
        UPDATE ${table.name} AS job SET "TryCount" = least("TryCount" + 1, 32767), "LastTryTime" = now(),
          "NextTryTime" = now() + ${milliseconds(bind, leaseDuration)}, "ConcurrencyStamp" = ${bind(concurrencyStamp.ofClaim())}
        FROM due WHERE job."Id" = due.id
        RETURNING job.*, due.due_time, due.last_try, due.stamp)
      SELECT * FROM claimed ORDER BY "Priority" DESC, "TryCount", due_time`;
  });
  return rows.map((row) => ({
    row,
    stalledTryTime: concurrencyStamp.isClaim(String(row['stamp']))
      ? (row['last_try'] as Date | null)
      : null,
  }));
}

/** Extends the leases of claims; returns the ids of those that were still held. */
export async function renewClaims(
  table: BackgroundJobsTable,
  claims: readonly BackgroundJobClaim[],
  leaseDuration: number,
): Promise<string[]> {
  const renewed = await run(
    table,
    (bind) => `WITH ${heldClaims(table, bind, claims)},
      renewed AS (
        UPDATE ${table.name} AS job SET "NextTryTime" = now() + ${milliseconds(bind, leaseDuration)} FROM held WHERE job."Id" = held.id)
      SELECT id FROM held`,
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
    (bind) => `WITH ${heldClaims(table, bind, claims)},
      released AS (
        UPDATE ${table.name} AS job SET "TryCount" = greatest("TryCount" - 1, 0), "NextTryTime" = now(),
          "LastTryTime" = CASE WHEN "TryCount" > 1 THEN "LastTryTime" END, "ConcurrencyStamp" = held.after
        FROM held WHERE job."Id" = held.id)
      SELECT id FROM held UNION ALL ${endedBefore(table)}`,
  );
  return released.map(toId);
}

/**
 * Records how attempts ended; returns the ids of those that were still held, or had been settled before. A deleted row leaves no trace: of a deletion
 * that is repeated it cannot be told whether it was this one.
 */
export async function settleClaims(
  table: BackgroundJobsTable,
  settlements: readonly BackgroundJobSettlement[],
): Promise<string[]> {
  const settled = await run(
    table,
    (bind) => `WITH ${heldClaims(table, bind, settlements)},
      deleted AS (DELETE FROM ${table.name} AS job USING held WHERE held.kind = 'delete' AND job."Id" = held.id),
      changed AS (
        UPDATE ${table.name} AS job SET
          "CompletionTime" = CASE held.kind WHEN 'complete' THEN now() END,
          "IsAbandoned" = held.kind = 'abandon',
          "NextTryTime" = coalesce(held.next_try_time, job."NextTryTime"),
          "ExtraProperties" = coalesce(held.extra_properties, job."ExtraProperties"),
          "ConcurrencyStamp" = held.after
        FROM held WHERE held.kind <> 'delete' AND job."Id" = held.id)
      SELECT id FROM held UNION ALL ${endedBefore(table)}`,
  );
  return settled.map(toId);
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
    (bind) => `WITH deleted AS (
        DELETE FROM ${table.name} WHERE "Id" IN (
          SELECT "Id" FROM ${table.name} WHERE ${ownedBy(bind, applicationName)} AND "CompletionTime" < ${bind(completedBefore)}::timestamptz
          ORDER BY "ApplicationName", "CompletionTime" LIMIT ${bind(maxResultCount)} FOR UPDATE SKIP LOCKED)
        RETURNING 1)
      SELECT count(*)::int AS count FROM deleted`,
  );
  return Number(deleted[0]?.['count']);
}

/**
 * `WITH` tables: `claim`, the claims as rows, and `held`, those of them whose rows still carry their stamp. The rows are locked in the order of their
 * ids, so that statements over the same rows, such as a renewal and a settlement, wait for each other instead of ending in a deadlock.
 */
function heldClaims(
  table: BackgroundJobsTable,
  bind: Bind,
  claims: readonly (BackgroundJobClaim | BackgroundJobSettlement)[],
): string {
  const column = (
    value: (claim: BackgroundJobClaim | BackgroundJobSettlement) => unknown,
  ) => bind(claims.map(value));
  return `claim AS (
      SELECT * FROM unnest(
        ${column(({ id }) => id)}::uuid[],
        ${column(({ concurrencyStamp: stamp }) => stamp)}::text[],
        ${column(({ concurrencyStamp: stamp }) => concurrencyStamp.afterClaim(stamp))}::text[],
        ${column((claim) => ('kind' in claim ? claim.kind : null))}::text[],
        ${column((claim) => ('nextTryTime' in claim ? claim.nextTryTime : null))}::timestamptz[],
        ${column((claim) => ('extraProperties' in claim ? JSON.stringify(claim.extraProperties) : null))}::text[]
      ) AS claim(id, stamp, after, kind, next_try_time, extra_properties)),
    held AS MATERIALIZED (
      SELECT claim.* FROM claim JOIN ${table.name} AS job ON job."Id" = claim.id AND job."ConcurrencyStamp" = claim.stamp
      ORDER BY job."Id" FOR UPDATE OF job)`;
}

/** Claims that an earlier call has ended: they carry the stamp that follows from theirs. (What its own statement changes this does not see.) */
function endedBefore(table: BackgroundJobsTable): string {
  return `SELECT claim.id FROM claim JOIN ${table.name} AS job ON job."Id" = claim.id AND job."ConcurrencyStamp" = claim.after`;
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
      return `"JobName" = ANY (${bind(jobNames)}::text[])`;
    case 'exclude':
      return `"JobName" <> ALL (${bind(jobNames)}::text[])`;
  }
}

function milliseconds(bind: Bind, duration: number): string {
  return `${bind(duration)}::double precision * interval '1 millisecond'`;
}

function toId(row: BackgroundJobRow): string {
  return String(row['id']);
}
