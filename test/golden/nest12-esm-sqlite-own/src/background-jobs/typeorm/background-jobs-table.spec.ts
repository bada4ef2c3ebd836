import { describe, expect, it } from 'vitest';
import type { EntityMetadata } from 'typeorm';
import { backgroundJobsTableOf } from './background-jobs-table.js';

describe('The jobs table as its statements see it', () => {
  /** TypeORM's metadata, as far as it has to do with names. */
  function metadataOf(names: Readonly<Record<string, string>>): EntityMetadata {
    const columns = Object.keys(names).map((given) => ({
      givenDatabaseName: given,
      databaseName: names[given],
    }));
    return { schema: 'jobs', tableName: 'app_Jobs', columns } as EntityMetadata;
  }

  it('is named with its schema', () => {
    const { name } = backgroundJobsTableOf(metadataOf({ Id: 'Id' }), () =>
      Promise.resolve([]),
    );
    expect(name).toBe('"jobs"."app_Jobs"');
  });

  it('has the names of its entity in statements and rows, whatever columns are called', async () => {
    const statements: string[] = [];
    const table = backgroundJobsTableOf(
      metadataOf({ Id: 'id', JobName: 'job_name', JobArgs: 'JobArgs' }),
      (statement) => {
        statements.push(statement);
        return Promise.resolve([{ id: 1, job_name: 'emails', count: 2 }]);
      },
    );
    const rows = await table.query(
      `SELECT "Id", "JobName", count(*) FROM ${table.name} AS job WHERE job."JobArgs" = '"Other"'`,
      [],
    );
    expect(statements).toEqual([
      `SELECT "id", "job_name", count(*) FROM "jobs"."app_Jobs" AS job WHERE job."JobArgs" = '"Other"'`,
    ]);
    expect(rows).toMatchObject([{ Id: 1, JobName: 'emails', count: 2 }]);
  });
});
