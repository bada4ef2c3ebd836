import type { BackgroundJobNameFilter } from '../abstractions/background-job-name-filter.js';
import type {
  ClaimedBackgroundJob,
  IBackgroundJobStore,
} from '../abstractions/background-job-store.js';
import type { Clock } from '../abstractions/clock.js';
import { backoffDelay } from './backoff-delay.js';
import type { BackgroundJobSlots } from './background-job-slots.js';
import type { BackgroundJobWorkerOptions } from './background-job-worker-options.js';
import { claimFilter, type ClaimFilterSources } from './claim-filter.js';
import type { StoreHealth } from './store-health.js';

export interface ClaimLoopDependencies extends ClaimFilterSources {
  readonly store: IBackgroundJobStore;
  readonly clock: Clock;
  readonly options: BackgroundJobWorkerOptions;
  readonly nameFilter: BackgroundJobNameFilter;
  readonly slots: BackgroundJobSlots;
  readonly health: StoreHealth;
  /** Whether the worker can answer for more jobs at this moment. */
  readonly canAccept: () => boolean;
  /** Called with what a claim has brought, also after a stop. */
  readonly onClaimed: (jobs: readonly ClaimedBackgroundJob[]) => Promise<void>;
  /** Called instead with what a claim has brought so late that others may have it by now: this process, or the store, stood still. */
  readonly onLate: (jobs: readonly ClaimedBackgroundJob[]) => Promise<void>;
  readonly onClaimEnded: () => void;
}

/**
 * Decides when jobs are claimed, and how many: while there may be due ones (after a poll, a signal, the due time of a scheduled job, a claim that found as
 * many as it asked for), as many as there are free slots or, where jobs are short, as will fall free in the next moment. Long jobs are not hoarded, as
 * they seldom end.
 */
export class ClaimLoop {
  private mayHaveMore = false;
  /** Tells whether something came up while a claim was under way. */
  private wakeCount = 0;
  /** When the claims under way were made, by `Clock.elapsed`. */
  private readonly claimsUnderWay: number[] = [];
  /** Jobs that the claims under way have asked for. */
  private requestedCount = 0;
  private failures = 0;
  private isBackingOff = false;
  private isStopped = false;
  private isScheduled = false;
  private wakeTime = Infinity;
  private cancelPoll: () => void = () => undefined;
  private cancelWake: () => void = () => undefined;
  private cancelBackoff: () => void = () => undefined;

  constructor(private readonly dependencies: ClaimLoopDependencies) {}

  get isClaiming(): boolean {
    return this.claimsUnderWay.length > 0;
  }

  start(): void {
    const { clock, options } = this.dependencies;
    this.wake();
    // Up to a fifth early, so that the polls of many processes do not fall together.
    this.cancelPoll = clock.after(
      options.jobPollPeriod * (1 - clock.random() / 5),
      () => this.start(),
    );
  }

  stop(): void {
    this.isStopped = true;
    this.cancelPoll();
    this.cancelWake();
    this.cancelBackoff();
  }

  /** Jobs may be due. */
  wake(): void {
    this.wakeCount += 1;
    this.mayHaveMore = true;
    this.claimMore();
  }

  /** Jobs will be due in so many milliseconds. Polls go on beside it, so only times before the next one matter. */
  wakeIn(delay: number): void {
    const { clock, options } = this.dependencies;
    const time = clock.elapsed() + delay;
    if (delay === 0) {
      this.wake();
    } else if (delay < options.jobPollPeriod && time < this.wakeTime) {
      this.cancelWake();
      this.wakeTime = time;
      this.cancelWake = clock.after(delay, () => {
        this.wakeTime = Infinity;
        this.wake();
      });
    }
  }

  /** Slots have fallen free, or the worker can answer for more again. */
  claimMore(): void {
    while (this.canClaim()) {
      void this.claimOnce(this.claimCount);
    }
  }

  /** As `claimMore`, when other jobs that end in this very turn have left their slots too. */
  claimMoreSoon(): void {
    if (this.mayHaveMore && !this.isScheduled) {
      this.isScheduled = true;
      setImmediate(() => {
        this.isScheduled = false;
        this.claimMore();
      });
    }
  }

  private canClaim(): boolean {
    return (
      this.mayHaveMore &&
      !this.isStopped &&
      !this.isBackingOff &&
      this.claimCount > 0 &&
      // What a late one has taken looks like the job of a dead process.
      !this.claimsUnderWay.some((begin) => this.isLate(begin)) &&
      this.dependencies.canAccept()
    );
  }

  /** 0 while more than half of what is wanted is in hand or asked for. */
  private get claimCount(): number {
    const { options, slots } = this.dependencies;
    const wanted = Math.min(
      Math.max(slots.freeCount, slots.turnover),
      options.maxJobFetchCount,
    );
    const missing = wanted - slots.waitingCount - this.requestedCount;
    // Of short jobs two portions, so that the database works at one while the other runs. Limits by name need to know what the claim before has brought.
    const portion =
      slots.turnover > slots.size && !slots.hasLimits
        ? Math.ceil(wanted / 2)
        : wanted;
    const isEnough =
      this.claimsUnderWay.length * portion >= wanted || missing * 2 < wanted;
    return isEnough ? 0 : Math.min(missing, portion);
  }

  private async claimOnce(count: number): Promise<void> {
    const { clock, health } = this.dependencies;
    const begin = clock.elapsed();
    this.claimsUnderWay.push(begin);
    this.requestedCount += count;
    try {
      await this.claim(count, begin);
      this.failures = 0;
      health.succeeded('claim');
    } catch (error) {
      health.failed('claim', error);
      this.backOff();
    }
    this.claimsUnderWay.splice(this.claimsUnderWay.indexOf(begin), 1);
    this.claimMore();
    this.dependencies.onClaimEnded();
  }

  private async claim(count: number, begin: number): Promise<void> {
    const { store, options, slots, nameFilter, onClaimed, onLate } =
      this.dependencies;
    const { wakeCount } = this;
    try {
      const room = slots.getRoomByName();
      const atLimit = [...room]
        .filter(([, left]) => left <= 0)
        .map(([name]) => name);
      const filter = claimFilter(
        nameFilter,
        this.dependencies,
        new Set(atLimit),
      );
      if (!filter) {
        this.mayHaveMore = false;
        return;
      }
      const { jobs, mayHaveMore, nextDueIn } = await store.claim({
        applicationName: options.applicationName,
        nameFilter: filter,
        maxResultCount: count,
        maxCountByName: room,
        order: options.claimOrder,
        leaseDuration: options.leaseDuration,
      });
      this.mayHaveMore = mayHaveMore || wakeCount !== this.wakeCount;
      if (nextDueIn !== null && !this.isStopped) {
        this.wakeIn(Math.ceil(nextDueIn) + 1);
      }
      if (this.isLate(begin) && jobs.length > 0) {
        await onLate(jobs);
        this.mayHaveMore = true;
      } else {
        await onClaimed(jobs);
      }
    } finally {
      this.requestedCount -= count;
    }
  }

  private isLate(begin: number): boolean {
    const { clock, options } = this.dependencies;
    return clock.elapsed() - begin > (options.leaseDuration * 2) / 3;
  }

  private backOff(): void {
    const { clock } = this.dependencies;
    this.failures += 1;
    this.isBackingOff = true;
    if (!this.isStopped) {
      this.cancelBackoff();
      this.cancelBackoff = clock.after(
        backoffDelay(this.failures, clock.random()),
        () => {
          this.isBackingOff = false;
          this.wake();
        },
      );
    }
  }
}
