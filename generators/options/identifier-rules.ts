import type { AddOptions } from './add-options.ts';

/** What a database allows in names we make up. */
export interface IdentifierRules {
  readonly databaseName: string;
  readonly hasSchemas: boolean;
  /** Longest name of a table, index or constraint, in bytes; the names are ASCII. `null` where there is no limit. */
  readonly maxLength: number | null;
  /** Beginnings the database keeps for itself. */
  readonly reservedPrefixes: readonly string[];
}

/**
 * PostgreSQL cuts names after 63 bytes without an error and keeps schemas that begin with `pg_` for itself; SQLite keeps
 * tables that begin with `sqlite_`. Reserved words need no rule: every name is quoted.
 */
export const identifierRules: Readonly<Record<AddOptions['database'], IdentifierRules>> = {
  postgres: { databaseName: 'PostgreSQL', hasSchemas: true, maxLength: 63, reservedPrefixes: ['pg_'] },
  sqlite: { databaseName: 'SQLite', hasSchemas: false, maxLength: null, reservedPrefixes: ['sqlite_'] },
};
