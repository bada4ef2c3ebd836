const FIRST_DELAY = 100;
const LONGEST_DELAY = 30_000;

/** Milliseconds to wait after so many failures in a row (1 or more). Chance keeps many processes from coming back at the same moment. */
export function backoffDelay(failures: number, random: number): number {
  const delay = Math.min(FIRST_DELAY * 2 ** (failures - 1), LONGEST_DELAY);
  return delay * (0.5 + random / 2);
}
