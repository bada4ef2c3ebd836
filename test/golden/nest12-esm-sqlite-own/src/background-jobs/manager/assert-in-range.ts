import { BackgroundJobConfigurationError } from '../abstractions/background-job-errors.js';

/** Milliseconds. Longer timers fire at once in Node.js. */
export const MAX_TIMER = 2_147_483_647;

export type NumberRange = readonly [min: number, max: number];

/** @throws BackgroundJobConfigurationError that begins with `what`, as in "The option 'x'". */
export function assertInRange(
  what: string,
  value: number,
  [min, max]: NumberRange,
): void {
  // Written so that NaN fails too.
  if (!(value >= min && value <= max)) {
    throw new BackgroundJobConfigurationError(
      `${what} is ${value}; it has to be between ${min} and ${max}.`,
    );
  }
}
