import type { MigrationInterface, QueryRunner } from 'typeorm';

const tableName = <%- literal.tableName %>;
<% if (schema !== null) { -%>
const schema = <%- literal.schema %>;
<% } -%>

/** Adds the table of the background jobs. */
export class <%- migration.className %> implements MigrationInterface {
  readonly name = '<%- migration.className %>';

  async up(queryRunner: QueryRunner): Promise<void> {
<% if (schema !== null) { -%>
    await queryRunner.query(`CREATE SCHEMA IF NOT EXISTS ${quote(schema)}`);
<% } -%>
    const table = pathOfTable(<% if (schema === null) { %>queryRunner<% } %>);
    await queryRunner.query(`CREATE TABLE ${table} (
      "Id" uuid NOT NULL,
      "ApplicationName" character varying(96),
      "JobName" character varying(128) NOT NULL,
      "JobArgs" character varying(1048576) NOT NULL,
      "TryCount" smallint NOT NULL DEFAULT '0',
      "CreationTime" timestamp with time zone NOT NULL,
      "NextTryTime" timestamp with time zone NOT NULL,
      "LastTryTime" timestamp with time zone,
      "IsAbandoned" boolean NOT NULL DEFAULT false,
      "CompletionTime" timestamp with time zone,
      "Priority" smallint NOT NULL DEFAULT '15',
      "ExtraProperties" text NOT NULL,
      "ConcurrencyStamp" character varying(40) NOT NULL,
      CONSTRAINT ${quote(`PK_${tableName}`)} PRIMARY KEY ("Id")
    )`);
    await queryRunner.query(
      `CREATE INDEX ${quote(`IX_${tableName}_Due`)} ON ${table} ("ApplicationName", "Priority", "NextTryTime")
        WHERE NOT "IsAbandoned" AND "CompletionTime" IS NULL`,
    );
    await queryRunner.query(
      `CREATE INDEX ${quote(`IX_${tableName}_Completed`)} ON ${table} ("ApplicationName", "CompletionTime") WHERE "CompletionTime" IS NOT NULL`,
    );
    await queryRunner.query(
      `CREATE INDEX ${quote(`IX_${tableName}_Abandoned`)} ON ${table} ("Id") WHERE "IsAbandoned"`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE ${pathOfTable(<% if (schema === null) { %>queryRunner<% } %>)}`);
  }
}

<% if (schema === null) { -%>
/** In the schema of the connection, where it names one. */
function pathOfTable({ connection }: QueryRunner): string {
  const { schema } = connection.driver;
  return schema ? `${quote(schema)}.${quote(tableName)}` : quote(tableName);
}
<% } else { -%>
function pathOfTable(): string {
  return `${quote(schema)}.${quote(tableName)}`;
}
<% } -%>

function quote(name: string): string {
  return `"${name.replace(/"/g, '""')}"`;
}
