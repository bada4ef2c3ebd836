/** @throws RangeError for a delay in milliseconds that is negative or no number. */
export function assertDelay(delay: number): number {
  if (!Number.isFinite(delay) || delay < 0) {
    throw new RangeError(
      `The delay of a job is in milliseconds and not negative; ${delay} is not.`,
    );
  }
  return delay;
}
