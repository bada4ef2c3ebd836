import type { NewBackgroundJob } from '../abstractions/background-job-info.js';
import { BackgroundJobPriority } from '../abstractions/background-job-priority.js';
import type { BackgroundJobsTable } from './background-jobs-table.js';
import { concurrencyStamp } from '../domain/concurrency-stamp.js';
import type { InsertStatementOptions } from './database-specifics.js';
import { run } from './sql-statement.js';
import type { Bind } from './sql-statement.js';

/** The time of the statement, whenever the caller's transaction began. */
const now = 'statement_timestamp()';

/** What is sent of a new job. */
const types = {
  id: 'uuid',
  application: 'text',
  name: 'text',
  args: 'text',
  tries: 'smallint',
  created: 'timestamptz',
  due: 'timestamptz',
  delay: 'double precision',
  tried: 'timestamptz',
  abandoned: 'boolean',
  completed: 'timestamptz',
  priority: 'smallint',
  extra: 'text',
  stamp: 'text',
} as const;

/**
 * Stores new jobs, except those whose id is there already; returns the ids of those it stored. One job travels as a row of its own and many as one JSON
 * parameter, as that is twice as fast for one and for many. Of several equal notifications PostgreSQL sends one.
 */
export async function insertJobs(
  table: BackgroundJobsTable,
  jobs: readonly NewBackgroundJob[],
  { onlyBeforeDue = false, announcement }: InsertStatementOptions,
): Promise<string[]> {
  const rows = jobs.map(toRow);
  const [first] = rows;
  const stored = (await run(table, (bind) => {
    const fields = Object.entries(types).map(
      ([name, type]) => `${name} ${type}`,
    );
    const source =
      first && rows.length === 1 && !onlyBeforeDue
        ? `VALUES (${columns((name) => literal(bind, first[name], types[name]))})`
        : `SELECT ${columns((name) => name)} FROM json_to_recordset(${bind(JSON.stringify(rows))}) AS job(${fields.join(', ')})
          WHERE ${onlyBeforeDue ? `${dueTime((name) => name)} > ${now}` : 'TRUE'}`;
    return `INSERT INTO ${table.name} ("Id", "ApplicationName", "JobName", "JobArgs", "TryCount", "CreationTime", "NextTryTime", "LastTryTime",
        "IsAbandoned", "CompletionTime", "Priority", "ExtraProperties", "ConcurrencyStamp")
      ${source} ON CONFLICT ("Id") DO NOTHING
      RETURNING "Id" AS id${announcement ? `, pg_notify(${bind(announcement.channel)}, ${bind(announcement.payload)})` : ''}`;
  })) as { readonly id: string }[];
  return stored.map(({ id }) => id);
}

type JobValue = string | number | boolean | Date | null;

/** Every parameter costs, so what needs none is written out. */
function literal(bind: Bind, value: JobValue, type: string): string {
  if (value === null) {
    return `NULL::${type}`;
  }
  return `${typeof value === 'number' ? value : bind(value)}::${type}`;
}

type FieldOf = (name: keyof typeof types) => string;

function columns(fieldOf: FieldOf): string {
  return `${fieldOf('id')}, ${fieldOf('application')}, ${fieldOf('name')}, ${fieldOf('args')}, ${fieldOf('tries')},
    coalesce(${fieldOf('created')}, ${now}), ${dueTime(fieldOf)}, ${fieldOf('tried')}, ${fieldOf('abandoned')}, ${fieldOf('completed')},
    ${fieldOf('priority')}, ${fieldOf('extra')}, ${fieldOf('stamp')}`;
}

function dueTime(fieldOf: FieldOf): string {
  return `coalesce(${fieldOf('due')}, ${now} + ${fieldOf('delay')} * interval '1 millisecond')`;
}

function toRow(job: NewBackgroundJob): Record<keyof typeof types, JobValue> {
  return {
    id: job.id,
    application: job.applicationName ?? null,
    name: job.jobName,
    args: job.jobArgs,
    tries: job.tryCount ?? 0,
    created: job.creationTime ?? null,
    due: job.nextTryTime ?? null,
    delay: job.delay ?? 0,
    tried: job.lastTryTime ?? null,
    abandoned: job.isAbandoned ?? false,
    completed: job.completionTime ?? null,
    priority: job.priority ?? BackgroundJobPriority.Normal,
    extra: JSON.stringify(job.extraProperties ?? {}),
    stamp: concurrencyStamp.fresh(),
  };
}
