/** Name of the jobs table, without schema. */
export function tableName(tablePrefix: string): string {
  return `${tablePrefix}BackgroundJobs`;
}

/** The longest name the emitted module gives anything in the database: an index. */
export function longestDatabaseName(tablePrefix: string): string {
  return `IX_${tableName(tablePrefix)}_Completed`;
}
