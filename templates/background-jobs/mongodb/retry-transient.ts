import { retryWhile } from '../domain/retry-while.js';

/** The server did nothing, or what may be done again: a conflict of writes, a lock, or a server that is about to hand over to another. */
const transientCodes: ReadonlySet<unknown> = new Set([
  24, // LockTimeout
  91, // ShutdownInProgress
  112, // WriteConflict
  189, // PrimarySteppedDown
  10107, // NotWritablePrimary
  11600, // InterruptedAtShutdown
  11602, // InterruptedDueToReplStateChange
  13435, // NotPrimaryNoSecondaryOk
  13436, // NotPrimaryOrSecondary
]);

/**
 * Carries out a command that may be repeated, and repeats it while it fails for what passes by itself. The driver does so (`retryWrites`) for commands that
 * write one document each, not for those that write many.
 */
export function retryTransient<T>(command: () => Promise<T>): Promise<T> {
  return retryWhile(
    (error) => transientCodes.has((error as { readonly code?: unknown }).code),
    command,
  );
}
