import { PAYLOAD_SQL, type Tables } from './postgres-stores.ts';

/** `id`: how ids begin, so that those of jobs that are due are the newest. */
const ROWS = {
  due: { id: 2, priority: '15', nextTryTime: 'now()', completionTime: 'NULL' },
  scheduled: { id: 1, priority: '25', nextTryTime: `now() + interval '1 day'`, completionTime: 'NULL' },
  finished: { id: 1, priority: '15', nextTryTime: 'now()', completionTime: 'now()' },
} as const;

/** The emitted module's table, seeded as the module would have filled it. */
export function abpTables(migrate: (url: string) => Promise<void>): Tables {
  return {
    name: 'abp',
    setUp: migrate,
    insert: (count, rows) => {
      const { id, priority, nextTryTime, completionTime } = ROWS[rows];
      return `INSERT INTO "AbpBackgroundJobs"
          ("Id", "JobName", "JobArgs", "CreationTime", "NextTryTime", "CompletionTime", "Priority", "ExtraProperties", "ConcurrencyStamp")
        SELECT ('${id}' || lpad(to_hex(number), 7, '0') || '-0000-7000-a000-' || left(md5(random()::text), 12))::uuid, 'bench', ${PAYLOAD_SQL}, now(), ${nextTryTime}, ${completionTime}::timestamptz, ${priority}, '{}', md5(number::text)
        FROM generate_series(0, ${count} - 1) AS number`;
    },
  };
}
