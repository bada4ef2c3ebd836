import { QueryFailedError } from 'typeorm';

/** What the database driver said when a statement failed. TypeORM wraps it, but not where TypeORM 0.3 merely prepares a statement for SQLite. */
export function driverErrorOf(error: unknown): (Error & { readonly code?: string }) | undefined {
  const driverError: unknown = error instanceof QueryFailedError ? error.driverError : error;
  return driverError instanceof Error ? driverError : undefined;
}
