import type { Clock } from '../abstractions/clock.js';

/** A clock that stands still until it is moved. */
export class TestClock implements Clock {
  private time = Date.UTC(2030, 0, 1);
  private timers: { readonly due: number; readonly callback: () => void }[] =
    [];

  now(): Date {
    return new Date(this.time);
  }

  elapsed(): number {
    return this.time;
  }

  after(milliseconds: number, callback: () => void): () => void {
    const timer = { due: this.time + milliseconds, callback };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  random(): number {
    return 0;
  }

  /** Timers that would still call back. */
  get pending(): number {
    return this.timers.length;
  }

  /** Goes from timer to timer, and lets what each has started come to rest. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.time + milliseconds;
    await rest();
    for (let next = this.nextUntil(end); next; next = this.nextUntil(end)) {
      const { due, callback } = next;
      this.timers = this.timers.filter((timer) => timer !== next);
      this.time = due;
      callback();
      await rest();
    }
    this.time = end;
  }

  private nextUntil(
    end: number,
  ): { readonly due: number; readonly callback: () => void } | undefined {
    return this.timers
      .filter(({ due }) => due <= end)
      .sort((a, b) => a.due - b.due)[0];
  }
}

async function rest(): Promise<void> {
  for (let turn = 0; turn < 8; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
