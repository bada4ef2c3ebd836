/** What can be said of the database of the jobs. */
export interface BackgroundJobsTypeOrmOptions {
  /** Opens a connection of the module's own, before anything the environment says. */
  readonly connectionString?: string;
}
