import type {
  BackgroundJobEvent,
  BackgroundJobListener,
} from '../abstractions/background-job-event.js';
import type { BackgroundJobLogger } from '../abstractions/background-job-logger.js';
import { describeError } from './describe-error.js';

/** Writes to the log what somebody may have to look at. */
export function logBackgroundJobEvents(
  logger: BackgroundJobLogger,
): BackgroundJobListener {
  return (event: BackgroundJobEvent): void => {
    switch (event.kind) {
      case 'failed':
        logger.warn(
          `${describe(event)} failed and is tried again at ${event.nextTryTime.toISOString()}. ${detailsOf(event.error)}`,
        );
        return;
      case 'abandoned':
        logger.error(
          `${describe(event)} failed and is abandoned. ${detailsOf(event.error)}`,
        );
        return;
      case 'stalled':
        logger.warn(
          `${describe(event)} is taken over: the try before never ended, its process died or was away for longer than its lease.`,
        );
        return;
      case 'lost':
        logger.warn(
          `${describe(event)} was lost while it ran: its lease had ended, or its row was changed or deleted. What it does now does not count.`,
        );
        return;
      case 'enqueued':
      case 'started':
      case 'succeeded':
      case 'cancelled':
        return;
    }
  };
}

function describe({
  job: { id, jobName, tryCount },
}: Extract<
  BackgroundJobEvent,
  { readonly kind: 'failed' | 'abandoned' | 'stalled' | 'lost' }
>): string {
  return `Background job '${jobName}' (${id}), try ${tryCount},`;
}

function detailsOf(error: unknown): string {
  const { message, stack } = describeError(error);
  return stack ?? message;
}
