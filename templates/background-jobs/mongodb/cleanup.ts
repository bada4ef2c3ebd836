import type { BackgroundJobDocument } from './background-job-document.js';
import type { Collection } from './driver.js';
import { firstOf } from './first-of.js';
import { retryTransient } from './retry-transient.js';

/** Deletes completed jobs, oldest first; returns how many. */
export async function deleteCompleted(
  jobs: Collection<BackgroundJobDocument>,
  applicationName: string | null,
  completedBefore: Date,
  maxResultCount: number,
): Promise<number> {
  const old = await firstOf(
    jobs
      .find({
        ApplicationName: applicationName,
        IsAbandoned: false,
        CompletionTime: { $lt: completedBefore },
      })
      .sort({ CompletionTime: 1 })
      .project<Pick<BackgroundJobDocument, '_id' | 'ConcurrencyStamp'>>({
        ConcurrencyStamp: 1,
      }),
    maxResultCount,
  );
  if (old.length === 0) {
    return 0;
  }
  const { deletedCount } = await retryTransient(() =>
    jobs.deleteMany({
      _id: { $in: old.map(({ _id }) => _id) },
      CompletionTime: { $lt: completedBefore },
    }),
  );
  return deletedCount;
}
