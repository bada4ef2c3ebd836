import type {
  BackgroundJobClaim,
  IBackgroundJobStore,
} from '../abstractions/background-job-store.js';
import type { Clock } from '../abstractions/clock.js';
import { backoffDelay } from './backoff-delay.js';
import type { BackgroundJobAttempt } from './background-job-attempt.js';
import type { StoreHealth } from './store-health.js';

export interface LeaseKeeperDependencies {
  readonly store: IBackgroundJobStore;
  readonly clock: Clock;
  readonly health: StoreHealth;
  /** Milliseconds. */
  readonly leaseDuration: number;
  readonly getAttempts: () => Iterable<BackgroundJobAttempt>;
  /** Called after each renewal, with the claims that turned out to be lost. */
  readonly onRenewed: (lost: readonly BackgroundJobClaim[]) => void;
  /** Called when a renewal comes so many milliseconds late, by more than the third of a lease. */
  readonly onLate: (lateness: number) => void;
}

/** What a job reports is written so soon, with all else that is reported meanwhile. Milliseconds. */
const REPORT_DELAY = 500;

/** Renews the leases of all that is in flight, in one statement every third of their duration: two renewals may fail before one lapses. */
export class LeaseKeeper {
  private failures = 0;
  private isRenewing = false;
  private hasReports = false;
  private isStopped = false;
  private nextRenewal = Infinity;
  /** By `Clock.elapsed`; leases begun before it may have ended after the duration of one. */
  private lastRenewal: number;
  private cancelTimer: () => void = () => undefined;

  constructor(private readonly dependencies: LeaseKeeperDependencies) {
    this.lastRenewal = dependencies.clock.elapsed();
  }

  start(): void {
    this.renewIn(this.period);
  }

  stop(): void {
    this.isStopped = true;
    this.cancelTimer();
  }

  /** What an attempt has to say goes to its row without waiting for the next renewal. */
  report(): void {
    this.hasReports = true;
    this.renewIn(REPORT_DELAY);
  }

  /** Leases may have ended unnoticed, because this process stood still: then it must not take its own jobs for those of a dead one. */
  get isOverdue(): boolean {
    const { clock, leaseDuration } = this.dependencies;
    return clock.elapsed() - this.lastRenewal > (leaseDuration * 2) / 3;
  }

  private get period(): number {
    return this.dependencies.leaseDuration / 3;
  }

  private renewIn(delay: number): void {
    const { clock } = this.dependencies;
    const time = clock.elapsed() + delay;
    if (this.isStopped || this.isRenewing || time >= this.nextRenewal) {
      return;
    }
    this.cancelTimer();
    this.nextRenewal = time;
    this.cancelTimer = clock.after(delay, () => void this.renew());
  }

  private async renew(): Promise<void> {
    const {
      store,
      clock,
      health,
      leaseDuration,
      getAttempts,
      onRenewed,
      onLate,
    } = this.dependencies;
    const begin = clock.elapsed();
    if (begin - this.nextRenewal > this.period) {
      onLate(begin - this.nextRenewal);
    }
    this.isRenewing = true;
    this.hasReports = false;
    const renewals = new Map(
      Array.from(getAttempts(), (attempt) => [attempt, attempt.renewal]),
    );
    try {
      const lost =
        renewals.size > 0
          ? await store.renew([...renewals.values()], leaseDuration)
          : [];
      for (const [attempt, renewal] of renewals) {
        attempt.wasRenewed(renewal);
      }
      this.failures = 0;
      this.lastRenewal = begin;
      health.succeeded('renew');
      onRenewed(lost);
    } catch (error) {
      this.failures += 1;
      health.failed('renew', error);
    }
    this.isRenewing = false;
    this.nextRenewal = Infinity;
    if (this.hasReports) {
      this.renewIn(REPORT_DELAY);
    }
    this.renewIn(
      this.failures === 0
        ? this.period
        : Math.min(this.period, backoffDelay(this.failures, clock.random())),
    );
  }
}
