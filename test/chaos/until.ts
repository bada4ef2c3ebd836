import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again and again until the answer is yes. @throws what was waited for, after so many milliseconds. */
export async function until(what: string, timeout: number, isSo: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + timeout;
  while (!(await isSo())) {
    if (performance.now() > end) {
      throw new Error(`Not within ${timeout / 1000} s: ${what}.`);
    }
    await sleep(20);
  }
}
