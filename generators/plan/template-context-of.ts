import type { Host } from '../host/host.ts';
import { commandsOf } from '../host/package-managers.ts';
import type { AddOptions } from '../options/add-options.ts';
import { tableName } from '../options/database-names.ts';
import { identifierRules } from '../options/identifier-rules.ts';
import { jobsDatabase } from '../options/jobs-database.ts';
import { literalOf, type TemplateContext } from '../templates/template-context.ts';
import type { Connection } from './choose-connection.ts';
import { hostClientOf } from './host-client.ts';
import { moduleCommand } from './migration-command.ts';
import type { MigrationTarget } from './migration-target.ts';
import { relativeSpecifier } from './relative-specifier.ts';
import { scriptCommand } from './run-source.ts';
import { namingMembers } from './table-naming.ts';

/** What the templates may say, for these options in this host. */
export function templateContextOf(host: Host, options: AddOptions, connection: Connection, migration: MigrationTarget | null, testEnding: string): TemplateContext {
  const schema = options.provider === 'ef' ? options.schema : null;
  return Object.freeze({
    tablePrefix: options.tablePrefix,
    tableName: tableName(options.tablePrefix),
    schema,
    connectionStringName: options.connectionStringName,
    path: options.path,
    databaseName: identifierRules[jobsDatabase(options)].databaseName,
    // `bun test` would be Bun's own test runner.
    testCommand: host.packageManager.value === 'npm' ? 'npm test' : [...commandsOf(host.packageManager.value).run, 'test'].join(' '),
    testEnding,
    migration: Object.freeze({
      className: migration?.className ?? '',
      file: migration?.file ?? '',
      command: migration?.run.command ?? '',
      ownConnectionCommand: migration ? moduleCommand(host, options, migration.file) : '',
      importPath: migration ? relativeSpecifier(`${options.path}/typeorm/migrations.ts`, migration.file, '.js') : '',
    }),
    createIndexesCommand: scriptCommand(host, `${options.path}/mongodb/create-indexes.ts`),
    hostNaming: namingMembers(connection),
    hostClient: hostClientOf(connection, `${options.path}/mongodb/host-connection.ts`),
    literal: Object.freeze({
      tablePrefix: literalOf(options.tablePrefix),
      tableName: literalOf(tableName(options.tablePrefix)),
      schema: literalOf(schema),
      connectionStringName: literalOf(options.connectionStringName),
      applicationName: literalOf(options.applicationName),
      dataSourceName: literalOf(connection.kind === 'nestjs-typeorm' ? connection.application.name : 'default'),
      connectionName: connection.kind === 'nestjs-mongoose' && connection.name !== 'default' ? literalOf(connection.name) : '',
      missingTableHint: literalOf(migration ? `Run the migrations: ${migration.run.command}. The DataSource that runs them needs BackgroundJobRecordEntity, and the entityPrefix, naming strategy and schema of this one.` : 'Let TypeORM create it (synchronize), or write a migration for it.'),
    }),
  });
}
