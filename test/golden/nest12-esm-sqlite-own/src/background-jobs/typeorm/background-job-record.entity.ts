import { EntitySchema } from 'typeorm';
import type { ValueTransformer } from 'typeorm';
import { BackgroundJobRecord } from '../domain/background-job-record.js';
import { BackgroundJobsDbProperties } from '../domain/background-jobs-db-properties.js';
import { sqliteTime } from './sqlite-time.js';

/** Ids are upper-case text, as EF Core writes them, and lower case everywhere else. */
const id: ValueTransformer = {
  to: (value: unknown) =>
    typeof value === 'string' ? value.toUpperCase() : value,
  from: (value: string) => value.toLowerCase(),
};

const time: ValueTransformer = {
  to: (value: Date | null) => sqliteTime.toText(value),
  from: (value: string | null) => sqliteTime.fromTextOrNull(value),
};

const flag: ValueTransformer = {
  to: (value: boolean) => (value ? 1 : 0),
  from: (value: number) => value !== 0,
};

const json: ValueTransformer = {
  to: (value: object) => JSON.stringify(value),
  from: (value: string | null): unknown => JSON.parse(value ?? '{}'),
};

const tableName = () => BackgroundJobsDbProperties.backgroundJobsTableName;

/**
 * Maps the jobs table. The columns are those of ABP's model. Every name is spelt out, so that a naming strategy cannot change it, and is read
 * when a DataSource is initialised, so that `BackgroundJobsDbProperties` can be changed until then.
 */
export const BackgroundJobRecordEntity = new EntitySchema<BackgroundJobRecord>({
  name: 'BackgroundJobRecord',
  target: BackgroundJobRecord,
  get tableName() {
    return tableName();
  },
  get columns() {
    return {
      id: { name: 'Id', type: 'text', primary: true, transformer: id },
      applicationName: {
        name: 'ApplicationName',
        type: 'text',
        nullable: true,
      },
      jobName: { name: 'JobName', type: 'text' },
      jobArgs: { name: 'JobArgs', type: 'text' },
      tryCount: { name: 'TryCount', type: 'integer', default: 0 },
      creationTime: { name: 'CreationTime', type: 'text', transformer: time },
      nextTryTime: { name: 'NextTryTime', type: 'text', transformer: time },
      lastTryTime: {
        name: 'LastTryTime',
        type: 'text',
        nullable: true,
        transformer: time,
      },
      isAbandoned: {
        name: 'IsAbandoned',
        type: 'integer',
        default: 0,
        transformer: flag,
      },
      completionTime: {
        name: 'CompletionTime',
        type: 'text',
        nullable: true,
        transformer: time,
      },
      priority: { name: 'Priority', type: 'integer', default: 15 },
      extraProperties: {
        name: 'ExtraProperties',
        type: 'text',
        transformer: json,
      },
      concurrencyStamp: { name: 'ConcurrencyStamp', type: 'text' },
    } as const;
  },
  get indices() {
    return [
      // The claim walks one range of this index per priority; rows that are finished are not in its way.
      {
        name: `IX_${tableName()}_Due`,
        columns: ['applicationName', 'priority', 'nextTryTime'],
        where: 'NOT "IsAbandoned" AND "CompletionTime" IS NULL',
      },
      {
        name: `IX_${tableName()}_Completed`,
        columns: ['applicationName', 'completionTime'],
        where: '"CompletionTime" IS NOT NULL',
      },
      // Few rows, which operators look for in a table that may be large.
      {
        name: `IX_${tableName()}_Abandoned`,
        columns: ['id'],
        where: '"IsAbandoned"',
      },
    ];
  },
});
