import { setTimeout as sleep } from 'node:timers/promises';
import { jobsDatabase } from './jobs-database.js';

const firstDelay = 5;
const longestDelay = 100;
const patience = 10_000;

/**
 * Carries out a statement that may be repeated, and repeats it, for about 10 seconds, while it only fails because it collided with another one (a
 * deadlock, a locked file). Other errors are the caller's.
 */
export async function retryTransient<T>(
  statement: () => Promise<T>,
): Promise<T> {
  const end = performance.now() + patience;
  for (let delay = firstDelay; ; delay = Math.min(delay * 2, longestDelay)) {
    try {
      return await statement();
    } catch (error) {
      if (!jobsDatabase.isTransient(error) || performance.now() > end) {
        throw error;
      }
      await sleep(delay * (0.5 + Math.random()));
    }
  }
}
