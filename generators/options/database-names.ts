/** Name of the jobs table or collection, without schema. */
export function tableName(tablePrefix: string): string {
  return `${tablePrefix}BackgroundJobs`;
}
