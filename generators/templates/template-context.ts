/** What templates may say; frozen, and nothing else is in their scope. */
export interface TemplateContext {
  readonly tablePrefix: string;
  /** Prefix and name, without schema; with MongoDB the collection's. */
  readonly tableName: string;
  readonly schema: string | null;
  readonly connectionStringName: string;
  /** Folder of the module, posix, relative to the host's root. */
  readonly path: string;
  /** `PostgreSQL`, `SQLite` or `MongoDB`. */
  readonly databaseName: string;
  readonly testCommand: string;
  /** How the names of the tests end: `.spec.ts`. */
  readonly testEnding: string;
  /** The migration; empty texts where the database needs none. */
  readonly migration: {
    /** `AddBackgroundJobs1700000000000` */
    readonly className: string;
    /** Posix path of the file, relative to the host's root; empty where none is written. */
    readonly file: string;
    /** How the host runs it. */
    readonly command: string;
    /** How it is run on a connection of the module's own. */
    readonly ownConnectionCommand: string;
    /** What `typeorm/migrations.ts` imports it from; ends in `.js` as in every template. */
    readonly importPath: string;
  };
  /** How `mongodb/create-indexes.ts` is run. */
  readonly createIndexesCommand: string;
  /** What the application's TypeORM options say of names: ` entityPrefix: 'app_' `; empty where nothing. */
  readonly hostNaming: string;
  /** The host's provider of a MongoDB client, as `mongodb/host-connection.ts` names it; empty texts where it has none. */
  readonly hostClient: {
    /** `import { DATABASE, DatabaseModule } from '../../database/database.module.js';`, each on a line of its own that a line break begins; empty where there is none. */
    readonly imports: string;
    /** What it is injected by: `DATABASE`, `'DATABASE'`. */
    readonly token: string;
    /** `DatabaseModule`; empty where it is global. */
    readonly module: string;
  };
  /** The same values as TypeScript literals: a quoted string, or `null`. */
  readonly literal: {
    readonly tablePrefix: string;
    readonly tableName: string;
    readonly schema: string;
    readonly connectionStringName: string;
    readonly applicationName: string;
    /** Name of the host's TypeORM connection. */
    readonly dataSourceName: string;
    /** Name of the host's Mongoose connection; empty where it has none of its own. */
    readonly connectionName: string;
    /** What to do when the table is missing. */
    readonly missingTableHint: string;
  };
}

/** A TypeScript literal for a value that ends up in emitted code. */
export function literalOf(value: string | null): string {
  return value === null ? 'null' : `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
