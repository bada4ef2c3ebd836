import { isDeepStrictEqual } from 'node:util';
import { BackgroundJobConfigurationError } from '../abstractions/background-job-errors.js';
import type { BackgroundJobLogger } from '../abstractions/background-job-logger.js';
import { describeError } from '../manager/describe-error.js';
import type { BackgroundJobDocument } from './background-job-document.js';
import type { Collection } from './driver.js';

type Jobs = Collection<BackgroundJobDocument>;

/** The one index: what is waiting, in the order in which it is claimed, and by its beginning what is completed. */
export const waitingIndex = {
  key: {
    ApplicationName: 1,
    IsAbandoned: 1,
    CompletionTime: 1,
    Priority: -1,
    NextTryTime: 1,
  },
  nameIn: (collection: string): string => `IX_${collection}_Waiting`,
} as const;

const indexOptionsConflict = 85;
const indexKeySpecsConflict = 86;

/**
 * Creates the index of the jobs unless it is there, and with it the collection. Where the user is not allowed to, or the server is away, that is a warning
 * in the log, with the command to run.
 *
 * @throws BackgroundJobConfigurationError when another index has its name
 */
export async function createBackgroundJobsIndexes(
  jobs: Jobs,
  logger: BackgroundJobLogger,
): Promise<void> {
  try {
    await ensureBackgroundJobsIndexes(jobs);
  } catch (error) {
    if (error instanceof BackgroundJobConfigurationError) {
      throw error;
    }
    logger.warn(
      `The index of the background jobs could not be created: ${describeError(error).message}. Without it they cannot be claimed, or only slowly. Have it created by ` +
        `somebody who may, in mongosh: ${createIndexCommand(jobs)}`,
    );
  }
}

/** As `createBackgroundJobsIndexes`, but whatever goes wrong is an error. */
export async function ensureBackgroundJobsIndexes(jobs: Jobs): Promise<void> {
  const name = waitingIndex.nameIn(jobs.collectionName);
  try {
    await jobs.createIndex(waitingIndex.key, { name });
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    if (code !== indexOptionsConflict && code !== indexKeySpecsConflict) {
      throw error;
    }
    const indexes = await jobs.indexes();
    if (!indexes.some(isWaitingIndex)) {
      throw new BackgroundJobConfigurationError(
        `The collection ${jobs.collectionName} has an index named '${name}' that is not the one of the background jobs. Drop it, in mongosh: ` +
          `db.getCollection('${jobs.collectionName}').dropIndex('${name}'); the next start creates the right one. Or, where that is not done at the start, this does: ` +
          createIndexCommand(jobs),
        { cause: error },
      );
    }
    // It is there, by another name or with options of its owner's choice.
  }
}

const badValue = 2;

/** What an error of a command means that is told to use the index; itself, where it is of another kind. */
export function explainMissingIndex(jobs: Jobs, error: unknown): unknown {
  const { code, message } = error as Error & { readonly code?: unknown };
  return code === badValue && message.includes('hint')
    ? new BackgroundJobConfigurationError(
        `The collection ${jobs.collectionName} lacks the index by which background jobs are claimed. Create it, in mongosh: ${createIndexCommand(jobs)}`,
        { cause: error },
      )
    : error;
}

function isWaitingIndex({ key = {} }: { readonly key?: object }): boolean {
  return isDeepStrictEqual(
    Object.entries(key),
    Object.entries(waitingIndex.key),
  );
}

function createIndexCommand({ collectionName }: Jobs): string {
  const name = waitingIndex.nameIn(collectionName);
  return `db.getCollection('${collectionName}').createIndex(${JSON.stringify(waitingIndex.key)}, { name: '${name}' })`;
}
