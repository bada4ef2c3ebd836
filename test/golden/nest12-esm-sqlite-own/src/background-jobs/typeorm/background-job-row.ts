import type { BackgroundJobPriority } from '../abstractions/background-job-priority.js';
import { BackgroundJobRecord } from '../domain/background-job-record.js';
import { sqliteTime } from './sqlite-time.js';

/** A row of the table as the driver gives it. */
export interface BackgroundJobRow {
  /** Upper case. */
  readonly Id: string;
  readonly ApplicationName: string | null;
  readonly JobName: string;
  readonly JobArgs: string;
  readonly TryCount: number;
  readonly CreationTime: string;
  readonly NextTryTime: string;
  readonly LastTryTime: string | null;
  /** 0 or 1. */
  readonly IsAbandoned: number;
  readonly CompletionTime: string | null;
  readonly Priority: BackgroundJobPriority;
  readonly ExtraProperties: string | null;
  readonly ConcurrencyStamp: string;
}

/** The record of a row that a statement of the module returned; many times as fast as TypeORM's mapping. */
export function toRecord(row: BackgroundJobRow): BackgroundJobRecord {
  const record = new BackgroundJobRecord();
  record.id = row.Id.toLowerCase();
  record.applicationName = row.ApplicationName;
  record.jobName = row.JobName;
  record.jobArgs = row.JobArgs;
  record.tryCount = row.TryCount;
  record.creationTime = sqliteTime.fromText(row.CreationTime);
  record.nextTryTime = sqliteTime.fromText(row.NextTryTime);
  record.lastTryTime = sqliteTime.fromTextOrNull(row.LastTryTime);
  record.isAbandoned = row.IsAbandoned !== 0;
  record.completionTime = sqliteTime.fromTextOrNull(row.CompletionTime);
  record.priority = row.Priority;
  record.extraProperties = JSON.parse(row.ExtraProperties ?? '{}') as Record<
    string,
    unknown
  >;
  record.concurrencyStamp = row.ConcurrencyStamp;
  return record;
}
