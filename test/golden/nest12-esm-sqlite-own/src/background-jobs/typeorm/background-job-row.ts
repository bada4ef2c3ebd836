import { BackgroundJobRecord } from '../domain/background-job-record.js';
import type { BackgroundJobRow } from './background-jobs-table.js';
import { sqliteTime } from './sqlite-time.js';

/** The record of a row that a statement of the module returned; many times as fast as TypeORM's mapping. */
export function toRecord(row: BackgroundJobRow): BackgroundJobRecord {
  const record = new BackgroundJobRecord();
  record.id = (row['Id'] as string).toLowerCase();
  record.applicationName = row['ApplicationName'] as string | null;
  record.jobName = row['JobName'] as string;
  record.jobArgs = row['JobArgs'] as string;
  record.tryCount = row['TryCount'] as number;
  record.creationTime = toTime(row['CreationTime']);
  record.nextTryTime = toTime(row['NextTryTime']);
  record.lastTryTime = sqliteTime.fromText(row['LastTryTime'] as string | null);
  record.isAbandoned = row['IsAbandoned'] !== 0;
  record.completionTime = sqliteTime.fromText(
    row['CompletionTime'] as string | null,
  );
  record.priority = row['Priority'] as number;
  record.extraProperties = JSON.parse(
    (row['ExtraProperties'] as string | null) ?? '{}',
  ) as Record<string, unknown>;
  record.concurrencyStamp = row['ConcurrencyStamp'] as string;
  return record;
}

function toTime(text: unknown): Date {
  return sqliteTime.fromText(text as string) as Date;
}
