import type { BackgroundJobPriority } from '../abstractions/background-job-priority.js';
import { BackgroundJobRecord } from '../domain/background-job-record.js';

/** A row of the table as the driver gives it. */
export interface BackgroundJobRow {
  readonly Id: string;
  readonly ApplicationName: string | null;
  readonly JobName: string;
  readonly JobArgs: string;
  readonly TryCount: number;
  readonly CreationTime: Date;
  readonly NextTryTime: Date;
  readonly LastTryTime: Date | null;
  readonly IsAbandoned: boolean;
  readonly CompletionTime: Date | null;
  readonly Priority: BackgroundJobPriority;
  readonly ExtraProperties: string | null;
  readonly ConcurrencyStamp: string;
}

/** The record of a row that a statement of the module returned; many times as fast as TypeORM's mapping. */
export function toRecord(row: BackgroundJobRow): BackgroundJobRecord {
  const record = new BackgroundJobRecord();
  record.id = row.Id;
  record.applicationName = row.ApplicationName;
  record.jobName = row.JobName;
  record.jobArgs = row.JobArgs;
  record.tryCount = row.TryCount;
  record.creationTime = row.CreationTime;
  record.nextTryTime = row.NextTryTime;
  record.lastTryTime = row.LastTryTime;
  record.isAbandoned = row.IsAbandoned;
  record.completionTime = row.CompletionTime;
  record.priority = row.Priority;
  record.extraProperties = toExtraProperties(row.ExtraProperties);
  record.concurrencyStamp = row.ConcurrencyStamp;
  return record;
}

export function toExtraProperties(
  text: string | null,
): Record<string, unknown> {
  return text === '{}'
    ? {}
    : (JSON.parse(text ?? '{}') as Record<string, unknown>);
}
