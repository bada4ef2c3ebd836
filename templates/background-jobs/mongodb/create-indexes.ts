// A script, for where `createIndexes` is off. It is run once, with the environment of the application, by a user who may create indexes: `<%- createIndexesCommand %>`.
import { BackgroundJobsDbProperties } from '../domain/background-jobs-db-properties.js';
import { describeError } from '../manager/describe-error.js';
import { ensureBackgroundJobsIndexes } from './background-jobs-indexes.js';
import { openJobsCollection } from './jobs-collection.js';

async function createIndexes(): Promise<void> {
  const jobs = await openJobsCollection({});
  try {
    await ensureBackgroundJobsIndexes(jobs.collection);
  } finally {
    await jobs.close();
  }
  console.log(
    `The collection ${BackgroundJobsDbProperties.backgroundJobsTableName} has its index.`,
  );
}

createIndexes().catch((error: unknown) => {
  console.error(describeError(error).message);
  process.exitCode = 1;
});
