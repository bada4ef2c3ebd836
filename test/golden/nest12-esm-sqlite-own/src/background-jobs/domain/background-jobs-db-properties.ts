/**
 * Names of the module's database objects. The values are the choices made when the module was added; set the static
 * properties before `BackgroundJobsModule` is initialised to change them (then a migration has to follow).
 */
export class BackgroundJobsDbProperties {
  /** Prepended to every table name. May be empty. */
  static dbTablePrefix = 'Abp';
  /** Schema of the tables; `null` is the connection's default schema. */
  static dbSchema: string | null = null;
  /** Name of the connection string; where none of that name is set, `Default` is used. */
  static readonly connectionStringName: string = 'AbpBackgroundJobs';

  /** Name of the jobs table, without schema. */
  static get backgroundJobsTableName(): string {
    return `${BackgroundJobsDbProperties.dbTablePrefix}BackgroundJobs`;
  }
}
