import type {
  BackgroundJobChange,
  BackgroundJobCount,
  BackgroundJobDetails,
  BackgroundJobFilter,
  BackgroundJobPage,
  BackgroundJobState,
} from '../abstractions/background-job-operations.js';
import {
  defaultPageSize,
  statesToChange,
} from '../domain/background-job-states.js';
import { toRecord } from './background-job-row.js';
import type { BackgroundJobRow } from './background-job-row.js';
import type { BackgroundJobsTable } from './background-jobs-table.js';
import { concurrencyStamp } from '../domain/concurrency-stamp.js';
import { alive, later, now, ownedBy, run, secondsOf } from './sql-statement.js';
import type { Bind } from './sql-statement.js';
import { sqliteTime } from './sqlite-time.js';

const isClaimed = `"ConcurrencyStamp" LIKE '${concurrencyStamp.claimPrefix}%'`;

/** A job is in the first state whose condition its row meets. */
const conditions: Readonly<Record<BackgroundJobState, string>> = {
  abandoned: '"IsAbandoned"',
  completed: '"CompletionTime" IS NOT NULL',
  running: `${isClaimed} AND "NextTryTime" > ${now}`,
  stalled: isClaimed,
  waiting: `"NextTryTime" <= ${now}`,
  scheduled: '"TryCount" = 0',
  retrying: 'TRUE',
};

const state = `CASE ${Object.entries(conditions)
  .map(([name, condition]) => `WHEN ${condition} THEN '${name}'`)
  .join(' ')} END`;

/** One page of jobs, newest id first. */
export async function selectPage(
  table: BackgroundJobsTable,
  filter: BackgroundJobFilter,
  { size = defaultPageSize, after }: BackgroundJobPage,
): Promise<BackgroundJobDetails[]> {
  const rows = (await run(
    table,
    (bind) => `SELECT *, ${state} AS state FROM ${table.name}
      WHERE ${selectedBy(bind, filter)} AND ${after === undefined ? 'TRUE' : `"Id" < ${bind(after.toUpperCase())}`}
      ORDER BY "Id" DESC LIMIT ${bind(size)}`,
  )) as (BackgroundJobRow & Pick<CountRow, 'state'>)[];
  return rows.map((row) => Object.assign(toRecord(row), { state: row.state }));
}

interface CountRow extends Pick<BackgroundJobRow, 'JobName'> {
  readonly state: BackgroundJobState;
  readonly count: number;
}

export async function countJobs(
  table: BackgroundJobsTable,
  filter: BackgroundJobFilter,
): Promise<BackgroundJobCount[]> {
  const rows = (await run(
    table,
    (
      bind,
    ) => `SELECT "JobName", ${state} AS state, count(*) AS count FROM ${table.name}
      WHERE ${selectedBy(bind, filter)} GROUP BY 1, 2 ORDER BY 1, 2`,
  )) as CountRow[];
  return rows.map((row) => ({
    jobName: row.JobName,
    state: row.state,
    count: row.count,
  }));
}

/** Changes the jobs that are selected and in a state that admits it; returns their ids. */
export async function changeJobs(
  table: BackgroundJobsTable,
  filter: BackgroundJobFilter,
  change: BackgroundJobChange,
): Promise<string[]> {
  const states = statesToChange(change.kind, filter.states);
  const changed = (await run(
    table,
    (bind) =>
      `${statementOf(table, bind, change)} WHERE ${selectedBy(bind, { ...filter, states })} RETURNING "Id"`,
  )) as Pick<BackgroundJobRow, 'Id'>[];
  return changed.map(({ Id: id }) => id.toLowerCase());
}

function statementOf(
  table: BackgroundJobsTable,
  bind: Bind,
  change: BackgroundJobChange,
): string {
  const update = (assignments: string): string =>
    `UPDATE ${table.name} SET ${assignments}, "ConcurrencyStamp" = ${bind(concurrencyStamp.fresh())}`;
  switch (change.kind) {
    case 'cancel':
    case 'delete':
      return `DELETE FROM ${table.name}`;
    case 'abandon':
      return update(
        `"IsAbandoned" = 1, "ExtraProperties" = json_set("ExtraProperties", '$.lastError',
          json_object('message', ${bind(change.reason)}, 'stack', NULL, 'time', strftime('%Y-%m-%dT%H:%M:%fZ', 'now')))`,
      );
    case 'requeue':
      return update(
        `"IsAbandoned" = 0, "CompletionTime" = NULL, "TryCount" = 0, "NextTryTime" = ${now}, "ExtraProperties" = ${withFirstDueTime(now)}`,
      );
    case 'reschedule':
      return update(dueAt(() => bind(sqliteTime.toText(change.dueTime))));
    case 'delay':
      return update(dueAt(() => later(bind(secondsOf(change.delay)))));
    case 'prioritize':
      return update(`"Priority" = ${bind(change.priority)}`);
    default:
      return neverChanged(change);
  }
}

/** The timeout of a job that was never tried counts from its new due time. */
function dueAt(time: () => string): string {
  return `"NextTryTime" = ${time()}, "ExtraProperties" = CASE "TryCount" WHEN 0 THEN ${withFirstDueTime(time())} ELSE "ExtraProperties" END`;
}

function withFirstDueTime(time: string): string {
  return `json_set("ExtraProperties", '$.delay', max(CAST(round((julianday(${time}) - julianday("CreationTime")) * 86400000) AS integer), 0))`;
}

function selectedBy(bind: Bind, filter: BackgroundJobFilter): string {
  const { ids, states, jobNames, applicationName } = filter;
  const { createdFrom, createdBefore } = filter;
  const among = (column: string, values: readonly string[]): string =>
    `${column} IN (SELECT value FROM json_each(${bind(JSON.stringify(values))}))`;
  return [
    'TRUE',
    ...(ids
      ? [
          among(
            '"Id"',
            ids.map((id) => id.toUpperCase()),
          ),
        ]
      : []),
    ...(states ? [`${among(state, states)}${inCommon(states)}`] : []),
    ...(jobNames ? [among('"JobName"', jobNames)] : []),
    ...(applicationName === undefined ? [] : [ownedBy(bind, applicationName)]),
    ...(createdFrom
      ? [`"CreationTime" >= ${bind(sqliteTime.toText(createdFrom))}`]
      : []),
    ...(createdBefore
      ? [`"CreationTime" < ${bind(sqliteTime.toText(createdBefore))}`]
      : []),
  ].join(' AND ');
}

/** What the states have in common, by which the planner knows the index that has such rows only. */
function inCommon(states: readonly BackgroundJobState[]): string {
  if (states.every((name) => name === 'abandoned')) {
    return ' AND "IsAbandoned"';
  }
  if (states.every((name) => name === 'completed')) {
    return ' AND "CompletionTime" IS NOT NULL';
  }
  return states.some((name) => name === 'abandoned' || name === 'completed')
    ? ''
    : ` AND ${alive}`;
}

function neverChanged(change: never): never {
  throw new TypeError(`Unknown change: ${JSON.stringify(change)}`);
}
