/** A row as the driver gives it: column names, driver's types. */
export type BackgroundJobRow = Readonly<Record<string, unknown>>;

/** The jobs table as the statements in the files `*-sql.ts` see it. */
export interface BackgroundJobsTable {
  /** Escaped, with the schema where there is one. */
  readonly name: string;
  /** Runs one statement and returns its rows. */
  query(sql: string, parameters: unknown[]): Promise<BackgroundJobRow[]>;
}
