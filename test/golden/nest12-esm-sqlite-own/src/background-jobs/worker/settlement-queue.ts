import type {
  BackgroundJobClaim,
  IBackgroundJobStore,
} from '../abstractions/background-job-store.js';
import type { Clock } from '../abstractions/clock.js';
import { backoffDelay } from './backoff-delay.js';
import type {
  BackgroundJobAttempt,
  BackgroundJobOutcome,
} from './background-job-attempt.js';
import type { StoreHealth } from './store-health.js';

export interface EndedAttempt extends BackgroundJobOutcome {
  readonly attempt: BackgroundJobAttempt;
}

export interface SettlementQueueDependencies {
  readonly store: IBackgroundJobStore;
  readonly clock: Clock;
  readonly health: StoreHealth;
  /** Called with what one statement settled, and with the claims among it that turned out to be lost. */
  readonly onSettled: (
    ended: readonly EndedAttempt[],
    lost: readonly BackgroundJobClaim[],
  ) => void;
}

const MAX_BATCH = 1_000;

/**
 * Records how tries ended, over and over until the store takes it: a job that succeeded must not run again because its row could not
 * be deleted. One statement at a time; what becomes ready meanwhile goes with the next.
 */
export class SettlementQueue {
  private ready: EndedAttempt[] = [];
  /** Those whose settling failed before: it may have been carried out all the same. */
  private readonly repeated = new WeakSet<EndedAttempt>();
  private isBusy = false;
  private failures = 0;
  private isClosed = false;
  private cancelTimer: () => void = () => undefined;

  constructor(private readonly dependencies: SettlementQueueDependencies) {}

  /** Ends that are not recorded yet. */
  get size(): number {
    return this.ready.length;
  }

  add(ended: EndedAttempt): void {
    this.ready.push(ended);
    if (!this.isBusy) {
      this.isBusy = true;
      // Later in this turn, so that jobs that end together are settled together.
      queueMicrotask(() => void this.settleNext());
    }
  }

  /** What is not recorded by now stays so: its lease lapses, and it runs again. */
  close(): void {
    this.isClosed = true;
    this.cancelTimer();
  }

  private async settleNext(): Promise<void> {
    const { store, clock, health, onSettled } = this.dependencies;
    // After a failure one by one, so that a single bad one cannot hold up the others.
    const batch = this.ready.splice(0, this.failures === 0 ? MAX_BATCH : 1);
    try {
      const settlements = batch.map(({ settlement }) => settlement);
      const lost = await this.reallyLost(
        batch,
        await store.settle(settlements),
      );
      this.failures = 0;
      health.succeeded('settle');
      onSettled(batch, lost);
    } catch (error) {
      this.failures += 1;
      for (const ended of batch) {
        this.repeated.add(ended);
      }
      this.ready.push(...batch);
      health.failed('settle', error);
    }
    if (this.isClosed) {
      return;
    }
    if (this.failures > 0) {
      this.cancelTimer = clock.after(
        backoffDelay(this.failures, clock.random()),
        () => void this.settleNext(),
      );
    } else if (this.ready.length > 0) {
      void this.settleNext();
    } else {
      this.isBusy = false;
    }
  }

  /** Where the answer to a deletion was lost, its repetition finds no row: that was this very deletion. A row that is there is somebody else's. */
  private async reallyLost(
    batch: readonly EndedAttempt[],
    lost: readonly BackgroundJobClaim[],
  ): Promise<readonly BackgroundJobClaim[]> {
    if (lost.length === 0) {
      return lost;
    }
    const repeated = batch.filter((ended) => this.repeated.has(ended));
    const repeatedIds = new Set(
      repeated.map(({ settlement }) => settlement.id),
    );
    const isLost = await Promise.all(
      lost.map(
        async ({ id }) =>
          !repeatedIds.has(id) ||
          (await this.dependencies.store.find(id)) !== null,
      ),
    );
    return lost.filter((_, index) => isLost[index]);
  }
}
