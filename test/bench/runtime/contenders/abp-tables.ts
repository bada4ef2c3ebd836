import { PAYLOAD_SQL, type Tables } from './postgres-stores.ts';

const ROWS = {
  due: { priority: '15', nextTryTime: 'now()', completionTime: 'NULL' },
  scheduled: { priority: '25', nextTryTime: `now() + interval '1 day'`, completionTime: 'NULL' },
  finished: { priority: '15', nextTryTime: 'now()', completionTime: 'now()' },
} as const;

/** The emitted module's table, seeded as the module would have filled it. */
export function abpTables(migrate: (url: string) => Promise<void>): Tables {
  return {
    name: 'abp',
    setUp: migrate,
    insert: (count, rows) => {
      const { priority, nextTryTime, completionTime } = ROWS[rows];
      return `INSERT INTO "AbpBackgroundJobs"
          ("Id", "JobName", "JobArgs", "CreationTime", "NextTryTime", "CompletionTime", "Priority", "ExtraProperties", "ConcurrencyStamp")
        SELECT uuidv7(), 'bench', ${PAYLOAD_SQL}, now(), ${nextTryTime}, ${completionTime}::timestamptz, ${priority}, '{}', md5(number::text)
        FROM generate_series(0, ${count} - 1) AS number`;
    },
  };
}
