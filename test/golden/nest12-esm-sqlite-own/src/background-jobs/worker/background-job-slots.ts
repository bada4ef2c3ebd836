import type { Clock } from '../abstractions/clock.js';
import type { BackgroundJobAttempt } from './background-job-attempt.js';
import { SlotTurnover } from './slot-turnover.js';

/** The slots in which a worker runs jobs, and the claimed jobs that wait for one. */
export class BackgroundJobSlots {
  private waiting: BackgroundJobAttempt[] = [];
  private readonly running = new Set<BackgroundJobAttempt>();

  private readonly ends: SlotTurnover;

  /** @param limitByName of some jobs not all slots may be taken */
  constructor(
    readonly size: number,
    private readonly limitByName: ReadonlyMap<string, number>,
    clock: Clock,
  ) {
    this.ends = new SlotTurnover(clock);
  }

  /** Slots that fall free in the next moment, by what has lately. */
  get turnover(): number {
    return this.ends.expected;
  }

  get hasLimits(): boolean {
    return this.limitByName.size > 0;
  }

  get freeCount(): number {
    return this.size - this.running.size;
  }

  get waitingCount(): number {
    return this.waiting.length;
  }

  add(attempts: readonly BackgroundJobAttempt[]): void {
    this.waiting.push(...attempts);
  }

  /** Puts the next waiting job into a slot; `undefined` when none waits, or no slot is free. */
  fillOne(): BackgroundJobAttempt | undefined {
    const next = this.freeCount > 0 ? this.waiting.shift() : undefined;
    if (next) {
      if (this.running.size === 0) {
        this.ends.firstJobStarted();
      }
      this.running.add(next);
    }
    return next;
  }

  leave(attempt: BackgroundJobAttempt): void {
    this.running.delete(attempt);
    this.ends.jobEnded();
    if (this.running.size === 0) {
      this.ends.lastJobEnded();
    }
  }

  takeWaiting(
    matches: (attempt: BackgroundJobAttempt) => boolean,
  ): readonly BackgroundJobAttempt[] {
    const taken = this.waiting.filter(matches);
    this.waiting = this.waiting.filter((attempt) => !matches(attempt));
    return taken;
  }

  isLimited(jobName: string): boolean {
    return this.limitByName.has(jobName);
  }

  /** How many more jobs of each limited name can be taken. */
  getRoomByName(): ReadonlyMap<string, number> {
    const room = new Map(this.limitByName);
    if (room.size > 0) {
      for (const { job } of [...this.running, ...this.waiting]) {
        const left = room.get(job.jobName);
        if (left !== undefined) {
          room.set(job.jobName, Math.max(left - 1, 0));
        }
      }
    }
    return room;
  }
}
