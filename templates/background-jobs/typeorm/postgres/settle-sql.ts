import type {
  BackgroundJobClaim,
  BackgroundJobRelease,
  BackgroundJobRenewal,
  BackgroundJobSettlement,
} from '../abstractions/background-job-store.js';
import type { BackgroundJobsTable } from './background-jobs-table.js';
import { concurrencyStamp } from '../domain/concurrency-stamp.js';
import { milliseconds, run } from './sql-statement.js';
import type { Bind } from './sql-statement.js';

/** Extends the leases of claims; returns those that were still held. */
export async function renewClaims(
  table: BackgroundJobsTable,
  renewals: readonly BackgroundJobRenewal[],
  leaseDuration: number,
): Promise<BackgroundJobClaim[]> {
  const renewed = await run(
    table,
    (bind) => `WITH ${heldClaims(table, bind, renewals)},
      renewed AS (
        UPDATE ${table.name} AS job SET "NextTryTime" = now() + ${milliseconds(bind, leaseDuration)},
          "ExtraProperties" = coalesce(held.extra_properties, job."ExtraProperties")
        FROM held WHERE job."Id" = held.id)
      SELECT id, stamp FROM held`,
  );
  return toClaims(renewed);
}

/** Gives claims back as not tried and due when they were; returns those that were still held, or had been given back before. */
export async function releaseClaims(
  table: BackgroundJobsTable,
  releases: readonly BackgroundJobRelease[],
): Promise<BackgroundJobClaim[]> {
  const released = await run(
    table,
    (bind) => `WITH ${heldClaims(table, bind, releases)},
      released AS (
        UPDATE ${table.name} AS job SET "TryCount" = greatest("TryCount" - 1, 0), "NextTryTime" = held.due_time,
          "LastTryTime" = held.previous_try_time,
          "ExtraProperties" = coalesce(held.extra_properties, job."ExtraProperties"), "ConcurrencyStamp" = held.after
        FROM held WHERE job."Id" = held.id)
      SELECT id, stamp FROM held UNION ALL ${endedBefore(table)}`,
  );
  return toClaims(released);
}

/**
 * Records how attempts ended; returns those that were still held, or had been settled before. A deleted row leaves no trace: of a deletion
 * that is repeated it cannot be told whether it was this one.
 */
export async function settleClaims(
  table: BackgroundJobsTable,
  settlements: readonly BackgroundJobSettlement[],
): Promise<BackgroundJobClaim[]> {
  const deletions = settlements.filter(({ kind }) => kind === 'delete');
  const changes = settlements.filter(({ kind }) => kind !== 'delete');
  return [
    ...(deletions.length === 0 ? [] : await deleteClaims(table, deletions)),
    ...(changes.length === 0 ? [] : await changeClaims(table, changes)),
  ];
}

/** The end of most jobs, so it has a statement of its own, half as dear. It tells of those that were not held, as there are hardly any. */
async function deleteClaims(
  table: BackgroundJobsTable,
  deletions: readonly BackgroundJobSettlement[],
): Promise<BackgroundJobClaim[]> {
  const idsByStamp = new Map<string, string[]>();
  for (const { id, concurrencyStamp: stamp } of deletions) {
    const ids = idsByStamp.get(stamp);
    if (ids) {
      ids.push(id);
    } else {
      idsByStamp.set(stamp, [id]);
    }
  }
  const claims = (bind: Bind) =>
    Array.from(
      idsByStamp,
      ([stamp, ids]) => `(${bind(stamp)}, ${bind(`{${ids.join()}}`)}::uuid[])`,
    ).join();
  const rows = await run(
    table,
    (bind) => `WITH claim AS (
        SELECT id, stamp FROM (VALUES ${claims(bind)}) AS claims(stamp, ids)
        CROSS JOIN unnest(ids) AS id),
      deleted AS (
        DELETE FROM ${table.name} AS job USING claim WHERE job."Id" = claim.id AND job."ConcurrencyStamp" = claim.stamp RETURNING claim.*)
      SELECT * FROM claim EXCEPT SELECT * FROM deleted`,
  );
  const lost = toClaims(rows);
  return deletions.filter(
    (deletion) =>
      !lost.some(
        ({ id, concurrencyStamp: stamp }) =>
          id === deletion.id && stamp === deletion.concurrencyStamp,
      ),
  );
}

async function changeClaims(
  table: BackgroundJobsTable,
  settlements: readonly BackgroundJobSettlement[],
): Promise<BackgroundJobClaim[]> {
  const settled = await run(
    table,
    (bind) => `WITH ${heldClaims(table, bind, settlements)},
      changed AS (
        UPDATE ${table.name} AS job SET
          "CompletionTime" = CASE held.kind WHEN 'complete' THEN now() END,
          "IsAbandoned" = held.kind = 'abandon',
          "NextTryTime" = coalesce(held.next_try_time, job."NextTryTime"),
          "ExtraProperties" = coalesce(held.extra_properties, job."ExtraProperties"),
          "ConcurrencyStamp" = held.after
        FROM held WHERE job."Id" = held.id)
      SELECT id, stamp FROM held UNION ALL ${endedBefore(table)}`,
  );
  return toClaims(settled);
}

/**
 * `WITH` tables: `claim`, the claims as rows, and `held`, those of them whose rows still carry their stamp. The rows are locked in the order of their
 * ids, so that statements over the same rows, such as a renewal and a settlement, wait for each other instead of ending in a deadlock.
 */
function heldClaims(
  table: BackgroundJobsTable,
  bind: Bind,
  claims: readonly (
    BackgroundJobRenewal | BackgroundJobRelease | BackgroundJobSettlement
  )[],
): string {
  const rows = claims.map((claim) => ({
    id: claim.id,
    stamp: claim.concurrencyStamp,
    after: concurrencyStamp.afterClaim(claim.concurrencyStamp),
    ...('kind' in claim && { kind: claim.kind }),
    ...('nextTryTime' in claim && { next_try_time: claim.nextTryTime }),
    ...('dueTime' in claim && {
      due_time: claim.dueTime,
      previous_try_time: claim.previousTryTime,
    }),
    ...('extraProperties' in claim && {
      extra_properties: JSON.stringify(claim.extraProperties),
    }),
  }));
  return `claim AS (
      SELECT * FROM json_to_recordset(${bind(JSON.stringify(rows))}) AS claim(id uuid, stamp text, after text, kind text, next_try_time timestamptz,
        due_time timestamptz, previous_try_time timestamptz, extra_properties text)),
    held AS MATERIALIZED (
      SELECT claim.* FROM claim JOIN ${table.name} AS job ON job."Id" = claim.id AND job."ConcurrencyStamp" = claim.stamp
      ORDER BY job."Id" FOR UPDATE OF job)`;
}

/**
 * Claims that an earlier call has ended: they carry the stamp that follows from theirs. They are looked for only when some were not held, and do not
 * include those that the statement itself ends, whose changes it does not see.
 */
function endedBefore(table: BackgroundJobsTable): string {
  return `SELECT claim.id, claim.stamp FROM claim JOIN ${table.name} AS job ON job."Id" = claim.id AND job."ConcurrencyStamp" = claim.after
      WHERE (SELECT count(*) FROM held) < (SELECT count(*) FROM claim)`;
}

interface ClaimRow {
  readonly id: string;
  readonly stamp: string;
}

function toClaims(rows: readonly unknown[]): BackgroundJobClaim[] {
  return (rows as readonly ClaimRow[]).map(({ id, stamp }) => ({
    id,
    concurrencyStamp: stamp,
  }));
}
