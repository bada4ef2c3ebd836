/** Time and chance, in one place so that tests can hold both. */
export interface Clock {
  now(): Date;
  /** Milliseconds that have passed since some moment: for durations, as it goes on evenly while `now` may be set. */
  elapsed(): number;
  /** Calls back once, after so many milliseconds. Returns what cancels it. */
  after(milliseconds: number, callback: () => void): () => void;
  /** At least 0 and below 1. */
  random(): number;
}

export const systemClock: Clock = {
  now: () => new Date(),
  elapsed: () => performance.now(),
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};
