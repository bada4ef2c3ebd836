import type { Clock } from '../abstractions/clock.js';

/** Milliseconds. */
const WINDOW = 50;

/** How many slots fall free in a short time, by how many jobs have ended lately. */
export class SlotTurnover {
  private windowStart = 0;
  private current = 0;
  private previous = 0;

  constructor(private readonly clock: Clock) {}

  jobEnded(): void {
    this.roll();
    this.current += 1;
  }

  /** Slots in 50 ms. After a pause it begins at 0, and doubles with every claim of short jobs. */
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
