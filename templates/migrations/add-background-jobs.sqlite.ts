import type { MigrationInterface, QueryRunner } from 'typeorm';

/** As it was called when the module was added. */
const givenTableName = <%- literal.tableName %>;

/** Adds the table of the background jobs, under the names that TypeORM has for it on the connection that runs this. */
export class <%- migration.className %> implements MigrationInterface {
  readonly name = '<%- migration.className %>';

  async up(queryRunner: QueryRunner): Promise<void> {
    const { given, table, column } = namesOn(queryRunner);
    await queryRunner.query(`CREATE TABLE ${table} (
      ${column('Id')} text PRIMARY KEY NOT NULL,
      ${column('ApplicationName')} text,
      ${column('JobName')} text NOT NULL,
      ${column('JobArgs')} text NOT NULL,
      ${column('TryCount')} integer NOT NULL DEFAULT (0),
      ${column('CreationTime')} text NOT NULL,
      ${column('NextTryTime')} text NOT NULL,
      ${column('LastTryTime')} text,
      ${column('IsAbandoned')} integer NOT NULL DEFAULT (0),
      ${column('CompletionTime')} text,
      ${column('Priority')} integer NOT NULL DEFAULT (15),
      ${column('ExtraProperties')} text NOT NULL,
      ${column('ConcurrencyStamp')} text NOT NULL
    )`);
    await queryRunner.query(
      `CREATE INDEX ${quote(`IX_${given}_Due`)} ON ${table} (${column('ApplicationName')}, ${column('Priority')}, ${column('NextTryTime')})
        WHERE NOT ${column('IsAbandoned')} AND ${column('CompletionTime')} IS NULL`,
    );
    await queryRunner.query(
      `CREATE INDEX ${quote(`IX_${given}_Completed`)} ON ${table} (${column('ApplicationName')}, ${column('CompletionTime')})
        WHERE ${column('CompletionTime')} IS NOT NULL`,
    );
    await queryRunner.query(
      `CREATE INDEX ${quote(`IX_${given}_Abandoned`)} ON ${table} (${column('Id')}) WHERE ${column('IsAbandoned')}`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE ${namesOn(queryRunner).table}`);
  }
}

/**
 * What the entity of the jobs is called: `BackgroundJobsDbProperties`, and the connection's `entityPrefix` and naming strategy, have their say, as
 * they have in the application. Where the connection does not know the entity, names are as they were when the module was added.
 */
function namesOn({ connection }: QueryRunner) {
  const entity = connection.entityMetadatas.find(
    ({ name }) => name === 'BackgroundJobRecord',
  );
  return {
    /** What indexes are called after: they have no prefix. */
    given: entity?.givenTableName ?? givenTableName,
    table: quote(entity?.tableName ?? givenTableName),
    column: (given: string): string =>
      quote(
        entity?.columns.find((column) => column.givenDatabaseName === given)
          ?.databaseName ?? given,
      ),
  };
}

function quote(name: string): string {
  return `"${name.replace(/"/g, '""')}"`;
}
