import type { MongoClientOptions } from './driver.js';

/** What can be said of the database of the jobs. */
export interface BackgroundJobsMongoDbOptions {
  /** Opens a connection of the module's own, before anything the environment says. Has to name a database: `mongodb://…/app`. */
  readonly connectionString?: string;
  /** Creates the index of the jobs at the start, where it is missing. Default: `true`; else it is for the script `create-indexes`. */
  readonly createIndexes?: boolean;
  /** Hears of jobs of other processes by a change stream, where the deployment has them. Default: `true`; else by polls. */
  readonly changeStreams?: boolean;
  /**
   * When a write counts as done. Default: `{ w: 'majority' }`, whatever the application's own is. Less is quicker, and loses what the primary has not
   * passed on when it fails: jobs that were enqueued, and ends of jobs, which then run again. Inside a transaction that of the transaction counts.
   */
  readonly writeConcern?: Pick<
    MongoClientOptions,
    'w' | 'journal' | 'wtimeoutMS'
  >;
}
