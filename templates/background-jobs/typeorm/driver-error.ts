import { QueryFailedError } from 'typeorm';

export interface DriverError {
  readonly code?: string;
  readonly message: string;
}

/**
 * What the database driver said when a statement failed; `undefined` for what is no error. TypeORM wraps it, but not where TypeORM 0.3
 * merely prepares a statement for SQLite. Told by its shape, as an error of another realm (Jest's) is no `instanceof Error`.
 */
export function driverErrorOf(error: unknown): DriverError | undefined {
  const driverError: unknown =
    error instanceof QueryFailedError ? error.driverError : error;
  return isDriverError(driverError) ? driverError : undefined;
}

function isDriverError(error: unknown): error is DriverError {
  return (
    typeof error === 'object' &&
    error !== null &&
    'message' in error &&
    typeof error.message === 'string'
  );
}
