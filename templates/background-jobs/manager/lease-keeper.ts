import type {
  BackgroundJobClaim,
  IBackgroundJobStore,
} from '../abstractions/background-job-store.js';
import type { Clock } from '../abstractions/clock.js';
import { backoffDelay } from './backoff-delay.js';
import type { StoreHealth } from './store-health.js';

export interface LeaseKeeperDependencies {
  readonly store: IBackgroundJobStore;
  readonly clock: Clock;
  readonly health: StoreHealth;
  /** Milliseconds. */
  readonly leaseDuration: number;
  readonly getClaims: () => readonly BackgroundJobClaim[];
  /** Called after each renewal, with the claims that turned out to be lost. */
  readonly onRenewed: (lost: readonly BackgroundJobClaim[]) => void;
}

/** Renews the leases of all that is in flight, in one statement every third of their duration: two renewals may fail before one lapses. */
export class LeaseKeeper {
  private failures = 0;
  private isStopped = false;
  private cancelTimer: () => void = () => undefined;

  constructor(private readonly dependencies: LeaseKeeperDependencies) {}

  start(): void {
    this.scheduleNext();
  }

  stop(): void {
    this.isStopped = true;
    this.cancelTimer();
  }

  private scheduleNext(): void {
    const { clock, leaseDuration } = this.dependencies;
    const period = leaseDuration / 3;
    const delay =
      this.failures === 0
        ? period
        : Math.min(period, backoffDelay(this.failures, clock.random()));
    this.cancelTimer = clock.after(delay, () => void this.renew());
  }

  private async renew(): Promise<void> {
    const { store, health, leaseDuration, getClaims, onRenewed } =
      this.dependencies;
    const claims = getClaims();
    try {
      const lost =
        claims.length > 0 ? await store.renew(claims, leaseDuration) : [];
      this.failures = 0;
      health.succeeded('renew');
      onRenewed(lost);
    } catch (error) {
      this.failures += 1;
      health.failed('renew', error);
    }
    if (!this.isStopped) {
      this.scheduleNext();
    }
  }
}
