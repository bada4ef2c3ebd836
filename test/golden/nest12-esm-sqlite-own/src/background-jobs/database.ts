/** The database of the jobs. Another one is another folder beside `typeorm/`, and this file. */
export { BackgroundJobsTypeOrmModule as BackgroundJobsDatabaseModule } from './typeorm/background-jobs-typeorm.module.js';
export type { BackgroundJobsTypeOrmOptions as BackgroundJobsDatabaseOptions } from './typeorm/background-jobs-typeorm.options.js';
