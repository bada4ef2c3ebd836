import type { Clock } from '../abstractions/clock.js';

/** Milliseconds. */
const WINDOW = 50;

/** How many jobs this worker starts in a short time, by what it has started lately. */
export class StartRate {
  private windowStart = 0;
  private current = 0;
  private previous = 0;

  constructor(private readonly clock: Clock) {}

  started(): void {
    this.roll();
    this.current += 1;
  }

  /** Jobs in 50 ms. After a pause it begins at 0, and doubles with every claim of short jobs. */
  get expected(): number {
    this.roll();
    return Math.max(this.previous, this.current);
  }

  private roll(): void {
    const now = this.clock.elapsed();
    const windows = Math.floor((now - this.windowStart) / WINDOW);
    if (windows > 0) {
      this.previous = windows === 1 ? this.current : 0;
      this.current = 0;
      this.windowStart = now;
    }
  }
}
