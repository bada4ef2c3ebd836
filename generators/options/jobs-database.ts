import type { AddOptions, JobsDatabase } from './add-options.ts';

/** What the jobs are kept in, whichever provider brings it. */
export function jobsDatabase(options: AddOptions): JobsDatabase {
  return options.provider === 'ef' ? options.database : 'mongodb';
}
