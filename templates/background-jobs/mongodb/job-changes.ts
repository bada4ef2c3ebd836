import { concurrencyStamp } from '../domain/concurrency-stamp.js';
import type { BackgroundJobDocument } from './background-job-document.js';

/** What a change stream tells of a job, as `changesForOthers` has it told. */
export type JobChange = {
  readonly documentKey: Pick<BackgroundJobDocument, '_id'>;
} & (
  | {
      readonly operationType: 'insert' | 'replace';
      readonly fullDocument: Pick<
        BackgroundJobDocument,
        'JobName' | 'NextTryTime'
      >;
    }
  | {
      readonly operationType: 'update';
      readonly updateDescription: {
        readonly updatedFields: { readonly IsAbandoned?: boolean };
      };
    }
);

const notClaimed = { $not: new RegExp(`^${concurrencyStamp.claimPrefix}`) };
const updated = 'updateDescription.updatedFields';

/**
 * The changes that other processes had better know of, and of those the least. The server drops all others: claims, renewals, the ends of jobs.
 */
export const changesForOthers: object[] = [
  {
    $match: {
      $or: [
        // .NET replaces a document to change it.
        {
          operationType: { $in: ['insert', 'replace'] },
          'fullDocument.IsAbandoned': false,
          'fullDocument.CompletionTime': null,
          'fullDocument.ConcurrencyStamp': notClaimed,
        },
        // Made due at another time: not by a failed try, which is planned by the process that made it.
        {
          operationType: 'update',
          [`${updated}.NextTryTime`]: { $exists: true },
          [`${updated}.ConcurrencyStamp`]: { $exists: true, ...notClaimed },
          [`${updated}.lastError`]: { $exists: false },
        },
        { operationType: 'update', [`${updated}.IsAbandoned`]: true },
      ],
    },
  },
  {
    $project: {
      operationType: 1,
      documentKey: 1,
      'fullDocument.JobName': 1,
      'fullDocument.NextTryTime': 1,
      [`${updated}.IsAbandoned`]: 1,
    },
  },
];
