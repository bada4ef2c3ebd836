import { setTimeout as sleep } from 'node:timers/promises';

const firstDelay = 5;
const longestDelay = 100;
const patience = 10_000;

/**
 * Carries out what may be repeated, and repeats it, for about 10 seconds, while it only fails for what passes by itself. Other errors are the caller's.
 */
export async function retryWhile<T>(
  isTransient: (error: unknown) => boolean,
  statement: () => Promise<T>,
): Promise<T> {
  const end = performance.now() + patience;
  for (let delay = firstDelay; ; delay = Math.min(delay * 2, longestDelay)) {
    try {
      return await statement();
    } catch (error) {
      if (!isTransient(error) || performance.now() > end) {
        throw error;
      }
      await sleep(delay * (0.5 + Math.random()));
    }
  }
}
