import type { MigrationInterface, QueryRunner } from 'typeorm';

const tableName = 'AbpBackgroundJobs';

/** Adds the table of the background jobs. */
export class AddBackgroundJobs1767225600000 implements MigrationInterface {
  readonly name = 'AddBackgroundJobs1767225600000';

  async up(queryRunner: QueryRunner): Promise<void> {
    const table = quote(tableName);
    await queryRunner.query(`CREATE TABLE ${table} (
      "Id" text PRIMARY KEY NOT NULL,
      "ApplicationName" text,
      "JobName" text NOT NULL,
      "JobArgs" text NOT NULL,
      "TryCount" integer NOT NULL DEFAULT (0),
      "CreationTime" text NOT NULL,
      "NextTryTime" text NOT NULL,
      "LastTryTime" text,
      "IsAbandoned" integer NOT NULL DEFAULT (0),
      "CompletionTime" text,
      "Priority" integer NOT NULL DEFAULT (15),
      "ExtraProperties" text NOT NULL,
      "ConcurrencyStamp" text NOT NULL
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
    await queryRunner.query(`DROP TABLE ${quote(tableName)}`);
  }
}

function quote(name: string): string {
  return `"${name.replace(/"/g, '""')}"`;
}
