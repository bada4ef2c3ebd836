import {
  BackgroundJobAbortedError,
  BackgroundJobExecutionError,
} from '../abstractions/background-job-errors.js';
import type { Clock } from '../abstractions/clock.js';

/** Milliseconds a job has, after its signal was aborted, to end by itself. */
export const ABORT_GRACE = 5_000;

/**
 * Runs `action`; when it takes longer than the limit (milliseconds; `null`: none) calls `abort`, and if that does not end it either, fails without it.
 * @throws BackgroundJobExecutionError
 */
export function withTimeLimit<T>(
  limit: number | null,
  clock: Clock,
  abort: (reason: BackgroundJobAbortedError) => void,
  action: () => Promise<T>,
): Promise<T> {
  return limit === null ? action() : limited(limit, clock, abort, action);
}

async function limited<T>(
  limit: number,
  clock: Clock,
  abort: (reason: BackgroundJobAbortedError) => void,
  action: () => Promise<T>,
): Promise<T> {
  let cancel: () => void = () => undefined;
  const expired = new Promise<never>((_, reject) => {
    cancel = clock.after(limit, () => {
      abort(
        new BackgroundJobAbortedError(
          'timeLimit',
          `The job took longer than its time limit of ${limit} ms.`,
        ),
      );
      cancel = clock.after(ABORT_GRACE, () =>
        reject(
          new BackgroundJobExecutionError('time limit', {
            cause: new BackgroundJobAbortedError(
              'timeLimit',
              `The job took longer than its time limit of ${limit} ms and does not heed its signal: it may still be running.`,
            ),
          }),
        ),
      );
    });
  });
  try {
    return await Promise.race([action(), expired]);
  } finally {
    cancel();
  }
}
