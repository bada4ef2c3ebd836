import { QueryFailedError } from 'typeorm';

/** What the database driver said when a statement failed; `undefined` for any other error. */
export function driverErrorOf(error: unknown): { readonly code?: string; readonly message: string } | undefined {
  return error instanceof QueryFailedError ? error.driverError : undefined;
}
