import type { MigrationInterface, QueryRunner } from 'typeorm';

/** As it was called when the module was added. */
const givenTableName = <%- literal.tableName %>;
<% if (schema !== null) { -%>
/** Likewise. */
const givenSchema = <%- literal.schema %>;
<% } -%>

/** Adds the table of the background jobs, under the names that TypeORM has for it on the connection that runs this. */
export class <%- migration.className %> implements MigrationInterface {
  readonly name = '<%- migration.className %>';

  async up(queryRunner: QueryRunner): Promise<void> {
    const { schema, given, table, column } = namesOn(queryRunner);
    if (schema && schema !== queryRunner.connection.driver.schema) {
      await queryRunner.query(`CREATE SCHEMA IF NOT EXISTS ${quote(schema)}`);
    }
    await queryRunner.query(`CREATE TABLE ${table} (
      ${column('Id')} uuid NOT NULL,
      ${column('ApplicationName')} character varying(96),
      ${column('JobName')} character varying(128) NOT NULL,
      ${column('JobArgs')} character varying(1048576) NOT NULL,
      ${column('TryCount')} smallint NOT NULL DEFAULT '0',
      ${column('CreationTime')} timestamp with time zone NOT NULL,
      ${column('NextTryTime')} timestamp with time zone NOT NULL,
      ${column('LastTryTime')} timestamp with time zone,
      ${column('IsAbandoned')} boolean NOT NULL DEFAULT false,
      ${column('CompletionTime')} timestamp with time zone,
      ${column('Priority')} smallint NOT NULL DEFAULT '15',
      ${column('ExtraProperties')} text NOT NULL,
      ${column('ConcurrencyStamp')} character varying(40) NOT NULL,
      CONSTRAINT ${quote(`PK_${given}`)} PRIMARY KEY (${column('Id')})
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
 * What the entity of the jobs is called: `BackgroundJobsDbProperties`, and the connection's `entityPrefix`, naming strategy and `schema`, have their
 * say, as they have in the application. Where the connection does not know the entity, names are as they were when the module was added.
 */
function namesOn({ connection }: QueryRunner) {
  const entity = connection.entityMetadatas.find(
    ({ name }) => name === 'BackgroundJobRecord',
  );
  const schema = entity ? entity.schema : <%- schema === null ? 'connection.driver.schema' : 'givenSchema' %>;
  const table = quote(entity?.tableName ?? givenTableName);
  return {
    schema,
    /** What constraint and indexes are called after: they have no prefix. */
    given: entity?.givenTableName ?? givenTableName,
    table: schema ? `${quote(schema)}.${table}` : table,
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
