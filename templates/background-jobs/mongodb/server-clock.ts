import type { Db } from './driver.js';

/** How a measurement is made and for how long it counts, in milliseconds. */
const maxAge = 10_000;
const quickAnswer = 50;
const maxMeasurements = 3;
/** By how much the clocks of this process may drift apart before it must have been asleep, or its clock been set. */
const maxDrift = 500;

interface Measurement {
  /** The server's time less our steady clock's. */
  readonly offset: number;
  /** Our wall clock's time less our steady clock's. */
  readonly wallOffset: number;
  readonly madeAt: number;
}

/**
 * The server's clock, which decides leases and due times, read from here: measured by `hello` and carried on by the steady clock of this process, so that
 * a wall clock that is wrong does no harm. It is off by half of a round trip at most. MongoDB knows its time in a command too (`$$NOW`), but then finds no
 * range of an index by it in all versions, and what else speaks its protocol does not know it.
 */
export class ServerClock {
  private measurement: Promise<Measurement> | null = null;

  constructor(private readonly db: Db) {}

  async now(): Promise<Date> {
    const { offset } =
      (await this.freshMeasurement()) ?? (await this.measure());
    return new Date(offset + performance.now());
  }

  /** The server's time at this moment, or a little later. */
  async ask(): Promise<Date> {
    const { localTime } = await this.db.command({ hello: 1 });
    return localTime as Date;
  }

  /** The last one, unless it has failed or has become too old. */
  private async freshMeasurement(): Promise<Measurement | null> {
    try {
      const last = await this.measurement;
      return last && isFresh(last) ? last : null;
    } catch {
      return null;
    }
  }

  private measure(): Promise<Measurement> {
    const measuring = this.measureQuickest();
    this.measurement = measuring;
    return measuring;
  }

  /** The quickest of several answers is the most exact; most often the first is quick. */
  private async measureQuickest(): Promise<Measurement> {
    let best: { readonly offset: number; readonly took: number } | null = null;
    for (let count = 0; count < maxMeasurements; count += 1) {
      const asked = performance.now();
      const time = await this.ask();
      const took = performance.now() - asked;
      if (!best || took < best.took) {
        best = { offset: time.getTime() - (asked + took / 2), took };
      }
      if (best.took <= quickAnswer) {
        break;
      }
    }
    return {
      offset: best?.offset ?? 0,
      wallOffset: wallOffset(),
      madeAt: performance.now(),
    };
  }
}

function isFresh({ madeAt, wallOffset: then }: Measurement): boolean {
  return (
    performance.now() - madeAt < maxAge &&
    Math.abs(wallOffset() - then) < maxDrift
  );
}

function wallOffset(): number {
  return Date.now() - performance.now();
}
