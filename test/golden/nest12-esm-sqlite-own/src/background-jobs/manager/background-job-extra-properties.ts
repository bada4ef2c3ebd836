import { describeError } from './describe-error.js';

/**
 * What the module itself keeps in a job's `extraProperties`, beside whatever others keep there: `delay` (milliseconds from the
 * creation to the first due time, for jobs enqueued with a delay) and `lastError`.
 */
export type BackgroundJobExtraProperties = Readonly<Record<string, unknown>>;

/** Why the last failed try failed. */
export interface BackgroundJobLastError {
  readonly message: string;
  readonly stack: string | null;
  /** ISO 8601, UTC. */
  readonly time: string;
}

const MAX_MESSAGE_LENGTH = 1_000;
const MAX_STACK_LENGTH = 4_000;

export function withLastError(
  extraProperties: BackgroundJobExtraProperties,
  error: unknown,
  time: Date,
): BackgroundJobExtraProperties {
  const { message, stack } = describeError(error);
  const lastError: BackgroundJobLastError = {
    message: message.slice(0, MAX_MESSAGE_LENGTH),
    stack: stack?.slice(0, MAX_STACK_LENGTH) ?? null,
    time: time.toISOString(),
  };
  return { ...extraProperties, lastError };
}

/** The delay a job was enqueued with; 0 for one without. */
export function getDelay(
  extraProperties: BackgroundJobExtraProperties,
): number {
  const { delay } = extraProperties as { readonly delay?: unknown };
  return typeof delay === 'number' ? delay : 0;
}
