/** The database of the jobs. Another one is another folder beside `mongodb/`, and this file. */
export { BackgroundJobsMongoDbModule as BackgroundJobsDatabaseModule } from './mongodb/background-jobs-mongodb.module.js';
export type { BackgroundJobsMongoDbOptions as BackgroundJobsDatabaseOptions } from './mongodb/background-jobs-mongodb.options.js';
