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
import { alive, milliseconds, ownedBy, run } from './sql-statement.js';
import type { Bind } from './sql-statement.js';

const isClaimed = `"ConcurrencyStamp" LIKE '${concurrencyStamp.claimPrefix}%'`;

/** A job is in the first state whose condition its row meets. */
const conditions: Readonly<Record<BackgroundJobState, string>> = {
  abandoned: '"IsAbandoned"',
  completed: '"CompletionTime" IS NOT NULL',
  running: `${isClaimed} AND "NextTryTime" > now()`,
  stalled: isClaimed,
  waiting: '"NextTryTime" <= now()',
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
      WHERE ${selectedBy(bind, filter)} AND ${after === undefined ? 'TRUE' : `"Id" < ${bind(after)}::uuid`}
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
    ) => `SELECT "JobName", ${state} AS state, count(*)::int AS count FROM ${table.name}
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
    (bind) => `WITH changed AS (
        ${statementOf(table, bind, change)} WHERE ${selectedBy(bind, { ...filter, states })} RETURNING "Id")
      SELECT "Id" AS id FROM changed`,
  )) as { readonly id: string }[];
  return changed.map(({ id }) => id);
}

function statementOf(
  table: BackgroundJobsTable,
  bind: Bind,
  change: BackgroundJobChange,
): string {
  const update = (...assignments: readonly string[]): string =>
    `UPDATE ${table.name} SET ${[...assignments, `"ConcurrencyStamp" = ${bind(concurrencyStamp.fresh())}`].join(', ')}`;
  switch (change.kind) {
    case 'cancel':
    case 'delete':
      return `DELETE FROM ${table.name}`;
    case 'abandon':
      return update(
        '"IsAbandoned" = TRUE',
        `"ExtraProperties" = ${withProperty(
          'lastError',
          `json_build_object('message', ${bind(change.reason)}::text, 'stack', NULL,
            'time', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))`,
        )}`,
      );
    case 'requeue':
      return update(
        '"IsAbandoned" = FALSE, "CompletionTime" = NULL, "TryCount" = 0, "NextTryTime" = now()',
        `"ExtraProperties" = ${withFirstDueTime('now()')}`,
      );
    case 'reschedule':
      return update(...dueAt(`${bind(change.dueTime)}::timestamptz`));
    case 'delay':
      return update(...dueAt(`now() + ${milliseconds(bind, change.delay)}`));
    case 'prioritize':
      return update(`"Priority" = ${bind(change.priority)}::smallint`);
    default:
      return neverChanged(change);
  }
}

/** The timeout of a job that was never tried counts from its new due time. */
function dueAt(time: string): readonly string[] {
  return [
    `"NextTryTime" = ${time}`,
    `"ExtraProperties" = CASE "TryCount" WHEN 0 THEN ${withFirstDueTime(time)} ELSE "ExtraProperties" END`,
  ];
}

function withFirstDueTime(time: string): string {
  const [due, created] = [time, '"CreationTime"'].map(
    (exact) => `date_trunc('milliseconds', ${exact})`,
  );
  return withProperty(
    'delay',
    `greatest(round(extract(epoch FROM ${due} - ${created}) * 1000), 0)`,
  );
}

/** `jsonb` refuses zeros and halves of characters, which JSON can hold (a message that was cut): they become U+FFFD. */
function withProperty(name: string, value: string): string {
  const refused = String.raw`\\u(0000|d[89ab]\w\w(?!\\ud[c-f])|(?<!\\ud[89ab]\w\w\\u)d[c-f]\w\w)`;
  return `jsonb_set(regexp_replace("ExtraProperties", '${refused}', '\uFFFD', 'gi')::jsonb, '{${name}}', to_jsonb(${value}))::text`;
}

function selectedBy(bind: Bind, filter: BackgroundJobFilter): string {
  const { ids, states, jobNames, applicationName } = filter;
  const { createdFrom, createdBefore } = filter;
  return [
    'TRUE',
    ...(ids ? [`"Id" = ANY (${bind(ids)}::uuid[])`] : []),
    ...(states ? [inState(bind, states)] : []),
    ...(jobNames ? [`"JobName" = ANY (${bind(jobNames)}::text[])`] : []),
    ...(applicationName === undefined ? [] : [ownedBy(bind, applicationName)]),
    ...(createdFrom ? [`"CreationTime" >= ${bind(createdFrom)}`] : []),
    ...(createdBefore ? [`"CreationTime" < ${bind(createdBefore)}`] : []),
  ].join(' AND ');
}

/** Beside the states themselves what they have in common, by which the planner knows the index that has such rows only. */
function inState(bind: Bind, states: readonly BackgroundJobState[]): string {
  const isOneOf = `${state} = ANY (${bind(states)}::text[])`;
  if (states.every((name) => name === 'abandoned')) {
    return `${isOneOf} AND "IsAbandoned"`;
  }
  if (states.every((name) => name === 'completed')) {
    return `${isOneOf} AND "CompletionTime" IS NOT NULL`;
  }
  return states.some((name) => name === 'abandoned' || name === 'completed')
    ? isOneOf
    : `${isOneOf} AND ${alive}`;
}

function neverChanged(change: never): never {
  throw new TypeError(`Unknown change: ${JSON.stringify(change)}`);
}
