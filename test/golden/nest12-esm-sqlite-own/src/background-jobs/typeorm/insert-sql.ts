import type { NewBackgroundJob } from '../abstractions/background-job-info.js';
import { BackgroundJobPriority } from '../abstractions/background-job-priority.js';
import type { BackgroundJobRow } from './background-job-row.js';
import type { BackgroundJobsTable } from './background-jobs-table.js';
import { concurrencyStamp } from '../domain/concurrency-stamp.js';
import type { InsertStatementOptions } from './database-specifics.js';
import { later, now, run, secondsOf } from './sql-statement.js';
import { sqliteTime } from './sqlite-time.js';

const dueTime = `coalesce(value ->> 'due', ${later(`value ->> 'delay'`)})`;

/** Stores new jobs, except those whose id is there already; returns the ids of those it stored. Times that are not given are the database's. */
export async function insertJobs(
  table: BackgroundJobsTable,
  jobs: readonly NewBackgroundJob[],
  { onlyBeforeDue = false }: InsertStatementOptions,
): Promise<string[]> {
  const stored = (await run(
    table,
    (
      bind,
    ) => `INSERT INTO ${table.name} ("Id", "ApplicationName", "JobName", "JobArgs", "TryCount", "CreationTime", "NextTryTime", "LastTryTime",
        "IsAbandoned", "CompletionTime", "Priority", "ExtraProperties", "ConcurrencyStamp")
      SELECT value ->> 'id', value ->> 'application', value ->> 'name', value ->> 'args', value ->> 'tries', coalesce(value ->> 'created', ${now}), ${dueTime},
        value ->> 'tried', value ->> 'abandoned', value ->> 'completed', value ->> 'priority', value ->> 'extra', value ->> 'stamp'
      FROM json_each(${bind(JSON.stringify(jobs.map(toRow)))}) WHERE ${onlyBeforeDue ? `${dueTime} > ${now}` : 'TRUE'}
      ON CONFLICT ("Id") DO NOTHING RETURNING "Id"`,
  )) as Pick<BackgroundJobRow, 'Id'>[];
  return stored.map(({ Id: id }) => id.toLowerCase());
}

function toRow(job: NewBackgroundJob): object {
  return {
    id: job.id.toUpperCase(),
    application: job.applicationName ?? null,
    name: job.jobName,
    args: job.jobArgs,
    tries: job.tryCount ?? 0,
    created: sqliteTime.toText(job.creationTime),
    due: sqliteTime.toText(job.nextTryTime),
    delay: secondsOf(job.delay ?? 0),
    tried: sqliteTime.toText(job.lastTryTime),
    abandoned: job.isAbandoned ?? false,
    completed: sqliteTime.toText(job.completionTime),
    priority: job.priority ?? BackgroundJobPriority.Normal,
    extra: JSON.stringify(job.extraProperties ?? {}),
    stamp: concurrencyStamp.fresh(),
  };
}
