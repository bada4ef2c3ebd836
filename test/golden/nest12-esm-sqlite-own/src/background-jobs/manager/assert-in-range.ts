import { BackgroundJobConfigurationError } from '../abstractions/background-job-errors.js';

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
