import type {
  BackgroundJobClaim,
  BackgroundJobRelease,
  BackgroundJobRenewal,
  BackgroundJobSettlement,
} from '../abstractions/background-job-store.js';
import type { BackgroundJobRow } from './background-job-row.js';
import type { BackgroundJobsTable } from './background-jobs-table.js';
import { concurrencyStamp } from '../domain/concurrency-stamp.js';
import { after, now, run } from './sql-statement.js';
import type { Bind } from './sql-statement.js';
import { sqliteTime } from './sqlite-time.js';

/** Extends the leases of claims; returns those that were still held. */
export async function renewClaims(
  table: BackgroundJobsTable,
  renewals: readonly BackgroundJobRenewal[],
  leaseDuration: number,
): Promise<BackgroundJobClaim[]> {
  const renewed = await run(
    table,
    (
      bind,
    ) => `UPDATE ${table.name} AS job SET "NextTryTime" = ${after(bind, leaseDuration)},
        "ExtraProperties" = coalesce(claim.value ->> 'extraProperties', job."ExtraProperties")
      ${whereHeld(bind, renewals)}`,
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
    (
      bind,
    ) => `UPDATE ${table.name} AS job SET "TryCount" = max("TryCount" - 1, 0), "NextTryTime" = claim.value ->> 'dueTime',
        "LastTryTime" = claim.value ->> 'previousTryTime',
        "ExtraProperties" = coalesce(claim.value ->> 'extraProperties', job."ExtraProperties"), "ConcurrencyStamp" = claim.value ->> 'after'
      ${whereHeld(bind, releases)}`,
  );
  return [
    ...toClaims(released),
    ...(await endedBefore(table, releases, released.length)),
  ];
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
  const deleted =
    deletions.length === 0
      ? []
      : await run(
          table,
          (bind) =>
            `DELETE FROM ${table.name} WHERE ("Id", "ConcurrencyStamp") IN (
              SELECT value ->> 'id', value ->> 'stamp' FROM json_each(${bind(toJson(deletions))})) RETURNING "Id", "ConcurrencyStamp"`,
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
            ${whereHeld(bind, changes)}`,
        );
  return [
    ...toClaims(deleted),
    ...toClaims(changed),
    ...(await endedBefore(table, changes, changed.length)),
  ];
}

/** Claims that an earlier call has ended, which is asked only when fewer rows were changed than claimed. */
async function endedBefore(
  table: BackgroundJobsTable,
  claims: readonly BackgroundJobClaim[],
  changedCount: number,
): Promise<BackgroundJobClaim[]> {
  if (changedCount === claims.length) {
    return [];
  }
  const ended = await run(
    table,
    (bind) => `SELECT "Id", "ConcurrencyStamp" FROM ${table.name}
      WHERE ("Id", "ConcurrencyStamp") IN (SELECT value ->> 'id', value ->> 'after' FROM json_each(${bind(toJson(claims))}))`,
  );
  return toClaims(ended);
}

/** The end of an `UPDATE … AS job`: `claim`, one JSON object for each row that still carries its stamp. */
function whereHeld(bind: Bind, claims: readonly BackgroundJobClaim[]): string {
  return `FROM json_each(${bind(toJson(claims))}) AS claim
      WHERE job."Id" = claim.value ->> 'id' AND job."ConcurrencyStamp" = claim.value ->> 'stamp' RETURNING "Id", "ConcurrencyStamp"`;
}

function toJson(
  claims: readonly (
    | BackgroundJobClaim
    | BackgroundJobRenewal
    | BackgroundJobRelease
    | BackgroundJobSettlement
  )[],
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
      ...('dueTime' in claim && {
        dueTime: sqliteTime.toText(claim.dueTime),
        previousTryTime: sqliteTime.toText(claim.previousTryTime),
      }),
      ...('extraProperties' in claim && {
        extraProperties: JSON.stringify(claim.extraProperties),
      }),
    })),
  );
}

/** With the stamp that the row has, or had before it was deleted: the claim's, or the one that follows from it. */
function toClaims(rows: readonly unknown[]): BackgroundJobClaim[] {
  return (
    rows as readonly Pick<BackgroundJobRow, 'Id' | 'ConcurrencyStamp'>[]
  ).map((row) => ({
    id: row.Id.toLowerCase(),
    concurrencyStamp: row.ConcurrencyStamp,
  }));
}
