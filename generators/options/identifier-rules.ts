import type { JobsDatabase } from './add-options.ts';
import { tableName } from './database-names.ts';

/** What a database allows in names we make up. */
export interface IdentifierRules {
  readonly databaseName: string;
  /** Why a schema cannot be given, and what would do instead; `null` where the database has schemas. */
  readonly noSchemas: { readonly reason: string; readonly instead: string } | null;
  /** The longest name the module makes of a prefix, and how many bytes it may have; the names are ASCII. `null` where there is no limit. */
  readonly longestName: { readonly of: (tablePrefix: string) => string; readonly maxLength: number } | null;
  /** Beginnings the database keeps for itself. */
  readonly reservedPrefixes: readonly string[];
}

/**
 * PostgreSQL cuts names after 63 bytes without an error and keeps schemas that begin with `pg_` for itself; SQLite keeps
 * tables that begin with `sqlite_`; MongoDB allows 255 bytes for `database.collection`, of which a database's name takes 63 and the dot one,
 * and keeps collections that begin with `system.` (a prefix holds no dot, and neither `$` nor NUL). Reserved words need no rule: every name is quoted.
 */
export const identifierRules: Readonly<Record<JobsDatabase, IdentifierRules>> = {
  postgres: { databaseName: 'PostgreSQL', noSchemas: null, longestName: { of: longestIndexName, maxLength: 63 }, reservedPrefixes: ['pg_'] },
  sqlite: {
    databaseName: 'SQLite',
    noSchemas: { reason: 'SQLite has no schemas', instead: 'leave --schema out and tell tables apart by --table-prefix' },
    longestName: null,
    reservedPrefixes: ['sqlite_'],
  },
  mongodb: {
    databaseName: 'MongoDB',
    noSchemas: {
      reason: 'a MongoDB database has no schemas, and which database it is stands in the connection string',
      instead: 'leave --schema out and tell collections apart by --table-prefix',
    },
    longestName: { of: tableName, maxLength: 255 - 64 },
    reservedPrefixes: [],
  },
};

/** The longest name the emitted module gives anything in a relational database: an index. */
function longestIndexName(tablePrefix: string): string {
  return `IX_${tableName(tablePrefix)}_Completed`;
}
