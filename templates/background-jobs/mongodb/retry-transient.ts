import { setTimeout as sleep } from 'node:timers/promises';

const firstDelay = 5;
const longestDelay = 100;
const patience = 10_000;

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
 * Carries out a command that may be repeated, and repeats it, for about 10 seconds, while it fails for what passes by itself. The driver does so (`retryWrites`) for
 * commands that write one document each, not for those that write many. Other errors are the caller's.
 */
export async function retryTransient<T>(command: () => Promise<T>): Promise<T> {
  const end = performance.now() + patience;
  for (let delay = firstDelay; ; delay = Math.min(delay * 2, longestDelay)) {
    try {
      return await command();
    } catch (error) {
      const { code } = error as { readonly code?: unknown };
      const isTransient = transientCodes.has(code);
      if (!isTransient || performance.now() > end) {
        throw error;
      }
      await sleep(delay * (0.5 + Math.random()));
    }
  }
}
