import type { Clock } from '../abstractions/clock.js';

/** Milliseconds. */
const WINDOW = 50;

/** After so long without a job it is not known how long the next ones take. Milliseconds. */
const MEMORY = 10_000;

/**
 * How many slots fall free in a short time, by how many jobs have ended lately. Only the time counts in which jobs ran: where the store takes longer to bring
 * jobs than they take, the slots are empty for want of jobs, and more have to be claimed at once.
 */
export class SlotTurnover {
  /** Time that counts, up to the beginning of the latest stretch of it. */
  private busyTime = 0;
  private stretchStart: number | null = null;
  private idleSince = 0;
  private windowStart = 0;
  private current = 0;
  private previous = 0;

  constructor(private readonly clock: Clock) {}

  firstJobStarted(): void {
    const now = this.clock.elapsed();
    if (now - this.idleSince > MEMORY) {
      this.current = 0;
      this.previous = 0;
    }
    this.stretchStart = now;
  }

  lastJobEnded(): void {
    this.busyTime = this.elapsed();
    this.stretchStart = null;
    this.idleSince = this.clock.elapsed();
  }

  jobEnded(): void {
    this.roll();
    this.current += 1;
  }

  /** Slots in 50 ms. It begins at 0, and doubles with every claim of short jobs. */
  get expected(): number {
    this.roll();
    return Math.max(this.previous, this.current);
  }

  private elapsed(): number {
    return this.stretchStart === null
      ? this.busyTime
      : this.busyTime + this.clock.elapsed() - this.stretchStart;
  }

  private roll(): void {
    const now = this.elapsed();
    const windows = Math.floor((now - this.windowStart) / WINDOW);
    if (windows > 0) {
      this.previous = windows === 1 ? this.current : 0;
      this.current = 0;
      this.windowStart = now;
    }
  }
}
