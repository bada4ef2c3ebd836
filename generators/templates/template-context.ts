/** What templates may say; frozen, and nothing else is in their scope. */
export interface TemplateContext {
  readonly tablePrefix: string;
  /** Prefix and name, without schema. */
  readonly tableName: string;
  readonly schema: string | null;
  readonly connectionStringName: string;
  /** Folder of the module, posix, relative to the host's root. */
  readonly path: string;
  /** `PostgreSQL` or `SQLite`. */
  readonly databaseName: string;
  readonly testCommand: string;
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
  /** The same values as TypeScript literals: a quoted string, or `null`. */
  readonly literal: {
    readonly tablePrefix: string;
    readonly tableName: string;
    readonly schema: string;
    readonly connectionStringName: string;
    readonly applicationName: string;
    /** Name of the host's TypeORM connection. */
    readonly dataSourceName: string;
    /** What to do when the table is missing. */
    readonly missingTableHint: string;
  };
}

/** A TypeScript literal for a value that ends up in emitted code. */
export function literalOf(value: string | null): string {
  return value === null ? 'null' : `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
