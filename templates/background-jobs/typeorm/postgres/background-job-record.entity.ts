import { EntitySchema } from 'typeorm';
import type { ValueTransformer } from 'typeorm';
import { BackgroundJobRecordConsts } from '../domain/background-job-record.consts.js';
import { BackgroundJobRecord } from '../domain/background-job-record.js';
import { BackgroundJobsDbProperties } from '../domain/background-jobs-db-properties.js';

const {
  maxApplicationNameLength,
  maxJobNameLength,
  maxJobArgsLength,
  maxConcurrencyStampLength,
} = BackgroundJobRecordConsts;
const time = 'timestamp with time zone';

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
  /** Empty: the schema of the connection. */
  get schema() {
    return BackgroundJobsDbProperties.dbSchema ?? '';
  },
  get columns() {
    return {
      id: {
        name: 'Id',
        type: 'uuid',
        primary: true,
        primaryKeyConstraintName: `PK_${tableName()}`,
      },
      applicationName: {
        name: 'ApplicationName',
        type: 'varchar',
        length: maxApplicationNameLength,
        nullable: true,
      },
      jobName: { name: 'JobName', type: 'varchar', length: maxJobNameLength },
      jobArgs: { name: 'JobArgs', type: 'varchar', length: maxJobArgsLength },
      tryCount: { name: 'TryCount', type: 'smallint', default: 0 },
      creationTime: { name: 'CreationTime', type: time },
      nextTryTime: { name: 'NextTryTime', type: time },
      lastTryTime: { name: 'LastTryTime', type: time, nullable: true },
      isAbandoned: { name: 'IsAbandoned', type: 'boolean', default: false },
      completionTime: { name: 'CompletionTime', type: time, nullable: true },
      priority: { name: 'Priority', type: 'smallint', default: 15 },
      extraProperties: {
        name: 'ExtraProperties',
        type: 'text',
        transformer: json,
      },
      concurrencyStamp: {
        name: 'ConcurrencyStamp',
        type: 'varchar',
        length: maxConcurrencyStampLength,
      },
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
