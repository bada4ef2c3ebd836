import type { EntityMetadata } from 'typeorm';
import { escapeIdentifier } from './escape-identifier.js';

/** A row as the driver gives it: column names, driver's types. */
type Row = Readonly<Record<string, unknown>>;

/** The jobs table as the statements in the files `*-sql.ts` see it. */
export interface BackgroundJobsTable {
  /** Escaped, with the schema where there is one. */
  readonly name: string;
  /** Runs one statement and returns its rows. Both name columns as the entity does. */
  query(sql: string, parameters: unknown[]): Promise<unknown[]>;
}

/**
 * The table under the names that TypeORM has for it, as the migration has them: `entityPrefix`, naming strategy and `schema` of the DataSource have had
 * their say. Columns that a naming strategy renames are renamed in every statement, and have the entity's names too in its rows.
 */
export function backgroundJobsTableOf(
  { schema, tableName, columns }: EntityMetadata,
  query: BackgroundJobsTable['query'],
): BackgroundJobsTable {
  const name = schema
    ? `${escapeIdentifier(schema)}.${escapeIdentifier(tableName)}`
    : escapeIdentifier(tableName);
  const renamed = new Map<string, string>();
  for (const { givenDatabaseName, databaseName } of columns) {
    if (givenDatabaseName && givenDatabaseName !== databaseName) {
      renamed.set(givenDatabaseName, databaseName);
    }
  }
  if (renamed.size === 0) {
    return { name, query };
  }
  const rename = (sql: string): string =>
    sql.replace(/"(\w+)"/g, (quoted: string, given: string) => {
      const actual = renamed.get(given);
      return actual === undefined ? quoted : escapeIdentifier(actual);
    });
  const withGivenNames = (row: Row): Row => {
    const named: Record<string, unknown> = { ...row };
    renamed.forEach((actual, given) => {
      named[given] = row[actual];
    });
    return named;
  };
  return {
    name,
    query: async (sql, parameters) => {
      const rows = await query(rename(sql), parameters);
      return (rows as readonly Row[]).map(withGivenNames);
    },
  };
}
