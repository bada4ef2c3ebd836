import { AsyncResource } from 'node:async_hooks';
import { BackgroundJobAbortedError } from '../abstractions/background-job-errors.js';
import type { BackgroundJobNameFilter } from '../abstractions/background-job-name-filter.js';
import type { BackgroundJobSignal } from '../abstractions/background-job-signal.js';
import type {
  BackgroundJobClaim,
  BackgroundJobRelease,
  ClaimedBackgroundJob,
  IBackgroundJobStore,
} from '../abstractions/background-job-store.js';
import { backoffDelay } from './backoff-delay.js';
import { BackgroundJobAttempt, keyOf } from './background-job-attempt.js';
import {
  BackgroundJobRunner,
  type BackgroundJobRunnerDependencies,
} from './background-job-runner.js';
import type { BackgroundJobSignals } from '../manager/background-job-signals.js';
import { BackgroundJobSlots } from './background-job-slots.js';
import type { BackgroundJobsHealth } from './background-jobs-health.js';
import { claimFilter } from './claim-filter.js';
import { describeError } from '../manager/describe-error.js';
import type { DynamicBackgroundJobHandlerRegistry } from '../manager/dynamic-background-job-handler-registry.js';
import { LeaseKeeper } from './lease-keeper.js';
import { delayOf, isSuspect, putOff } from './poison-watch.js';
import { SettlementQueue } from './settlement-queue.js';
import { SlotTurnover } from './slot-turnover.js';
import { StoreHealth } from './store-health.js';
import { ABORT_GRACE } from './time-limit.js';

export interface BackgroundJobWorkerDependencies extends BackgroundJobRunnerDependencies {
  readonly store: IBackgroundJobStore;
  readonly signals: BackgroundJobSignals;
  readonly handlers: DynamicBackgroundJobHandlerRegistry;
  readonly health: BackgroundJobsHealth;
}

export interface BackgroundJobWorkerSetup {
  readonly name: string;
  readonly nameFilter: BackgroundJobNameFilter;
  readonly maxParallelJobExecutionCount: number;
}

/** A claimed job that has not started after so long is handed back: it was claimed to be started within a twentieth of that. Milliseconds. */
const LONGEST_WAIT_IN_HAND = 1_000;

/** While so many ends wait to be recorded, no more jobs are claimed: all of them would run again if the process died. */
const MAX_UNRECORDED = 2_000;

/**
 * One life of a worker, between `start` and `stop`: decides when to claim, how many, and what starts.
 *
 * Claimed jobs wait for a slot in the `BackgroundJobSlots`; a slot that gets free takes the next at once. Jobs are claimed, by one statement at a time, while there may be due
 * ones (after a poll, a signal, the due time of a scheduled job, a claim that found as many as it asked for) and fewer wait than will be started
 * in the next moment. Beside that, the `LeaseKeeper` keeps what is claimed and the `SettlementQueue` records how it ended.
 */
export class BackgroundJobWorkerRun {
  /** What is claimed and whose end is not recorded. */
  private readonly attempts = new Map<string, BackgroundJobAttempt>();
  private readonly health: StoreHealth;
  private readonly runner: BackgroundJobRunner;
  private readonly slots: BackgroundJobSlots;
  private readonly turnover: SlotTurnover;
  private readonly settlements: SettlementQueue;
  private readonly leases: LeaseKeeper;
  /** Jobs may be due that no claim has looked for yet. */
  private mayHaveMore = false;
  private isClaiming = false;
  private isClaimScheduled = false;
  private claimFailures = 0;
  private isBackingOff = false;
  private isStopping = false;
  private wakeTime = Infinity;
  private unsubscribe: () => void = () => undefined;
  private cancelPoll: () => void = () => undefined;
  private cancelWake: () => void = () => undefined;
  private cancelBackoff: () => void = () => undefined;
  private cancelHandBack: (() => void) | null = null;
  private onIdle: () => void = () => undefined;

  constructor(
    private readonly dependencies: BackgroundJobWorkerDependencies,
    private readonly setup: BackgroundJobWorkerSetup,
  ) {
    const { store, clock, logger, options, jobs } = dependencies;
    this.health = new StoreHealth(setup.name, logger);
    this.runner = new BackgroundJobRunner(dependencies, () =>
      this.leases.report(),
    );
    this.slots = new BackgroundJobSlots(
      setup.maxParallelJobExecutionCount,
      jobs.getLimitByName(),
    );
    this.turnover = new SlotTurnover(clock);
    const common = { store, clock, health: this.health };
    this.settlements = new SettlementQueue({
      ...common,
      onSettled: (settled, lost) => this.onSettled(settled, lost),
    });
    this.leases = new LeaseKeeper({
      ...common,
      leaseDuration: options.leaseDuration,
      getAttempts: () => this.attempts.values(),
      onRenewed: (lost) => {
        this.onLost(lost);
        this.claimMore();
      },
      onLate: (lateness) => this.warnOfStandstill(lateness),
    });
  }

  start(): void {
    const { logger, options, signals } = this.dependencies;
    const { applicationName } = options;
    const owner =
      applicationName === null
        ? 'that have no application name'
        : `of the application '${applicationName}'`;
    logger.log(
      `${this.setup.name} takes background jobs ${owner}, up to ${this.setup.maxParallelJobExecutionCount} at a time.`,
    );
    // Who enqueues wakes the worker in the middle of a request; the request's tenant and other ambient context must not reach the jobs.
    const withdraw = this.dependencies.health.add(this.setup.name, () =>
      this.health.getProblem(),
    );
    const unsubscribe = signals.subscribe(
      AsyncResource.bind((signal: BackgroundJobSignal) => this.receive(signal)),
    );
    this.unsubscribe = () => {
      withdraw();
      unsubscribe();
    };
    this.leases.start();
    this.poll();
  }

  /** Gives back what has not started, waits for what runs, then asks it to stop, and leaves when the time for that is over. */
  async stop(): Promise<void> {
    this.isStopping = true;
    this.unsubscribe();
    this.cancelPoll();
    this.cancelWake();
    this.cancelBackoff();
    this.cancelHandBack?.();
    void this.handBack(this.slots.takeWaiting(() => true));
    if (!(await this.isIdleWithin(this.dependencies.options.shutdownTimeout))) {
      for (const attempt of this.attempts.values()) {
        attempt.abort(
          new BackgroundJobAbortedError(
            'shutdown',
            'The worker is shutting down.',
          ),
        );
      }
      if (!(await this.isIdleWithin(ABORT_GRACE))) {
        this.dependencies.logger.warn(
          `${this.setup.name} stops before all is done (jobs in flight: ${this.attempts.size}); what it has claimed runs again when its lease ends.`,
        );
      }
    }
    this.settlements.close();
    this.leases.stop();
  }

  private poll(): void {
    const { clock, options } = this.dependencies;
    this.wake();
    // Up to a fifth early, so that the polls of many processes do not fall together.
    this.cancelPoll = clock.after(
      options.jobPollPeriod * (1 - clock.random() / 5),
      () => this.poll(),
    );
  }

  private receive(signal: BackgroundJobSignal): void {
    switch (signal.kind) {
      case 'enqueued':
        if (
          signal.jobNames.some((name) => this.setup.nameFilter.isMatch(name))
        ) {
          this.wakeIn(signal.delay);
        }
        return;
      case 'cancelled':
        this.abortCancelled(new Set(signal.jobIds));
        return;
    }
  }

  /** Polls go on beside it, so only times before the next one matter. */
  private wakeIn(delay: number): void {
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

  private wake(): void {
    this.mayHaveMore = true;
    this.claimMore();
  }

  private claimMore(): void {
    if (!this.isClaiming && this.canClaim()) {
      this.isClaiming = true;
      void this.claimWhileThereIsMore();
    }
  }

  /** When other jobs that end in this very turn have left their slots too. */
  private claimMoreSoon(): void {
    if (this.mayHaveMore && !this.isClaimScheduled) {
      this.isClaimScheduled = true;
      setImmediate(() => {
        this.isClaimScheduled = false;
        this.claimMore();
      });
    }
  }

  /**
   * While settling fails, what could not be recorded is not to be added to. While leases are not renewed, those of this very worker may have ended: it
   * has to find that out before it takes the jobs of dead workers.
   */
  private canClaim(): boolean {
    return (
      this.mayHaveMore &&
      this.claimCount > 0 &&
      !this.isStopping &&
      !this.isBackingOff &&
      !this.health.isFailing('settle') &&
      !this.health.isFailing('renew') &&
      !this.leases.isOverdue &&
      this.settlements.size < MAX_UNRECORDED
    );
  }

  /**
   * As many as there are free slots or, where jobs are short, as will fall free in the next moment; long jobs are not hoarded, as they seldom end. 0
   * while more than half of that is in hand.
   */
  private get claimCount(): number {
    const { maxJobFetchCount } = this.dependencies.options;
    const wanted = Math.min(
      Math.max(this.slots.freeCount, this.turnover.expected),
      maxJobFetchCount,
    );
    const missing = wanted - this.slots.waitingCount;
    return missing * 2 >= wanted ? missing : 0;
  }

  private async claimWhileThereIsMore(): Promise<void> {
    while (this.canClaim()) {
      try {
        await this.claim();
        this.claimFailures = 0;
        this.health.succeeded('claim');
      } catch (error) {
        this.health.failed('claim', error);
        this.backOff();
      }
    }
    this.isClaiming = false;
    this.tellWhenIdle();
  }

  private async claim(): Promise<void> {
    const { store, options } = this.dependencies;
    const room = this.slots.getRoomByName();
    const atLimit = [...room].flatMap(([name, left]) => (left > 0 ? [] : name));
    const nameFilter = claimFilter(
      this.setup.nameFilter,
      this.dependencies,
      new Set(atLimit),
    );
    this.mayHaveMore = false;
    if (!nameFilter) {
      return;
    }
    const { jobs, mayHaveMore, nextDueIn } = await store.claim({
      applicationName: options.applicationName,
      nameFilter,
      maxResultCount: this.claimCount,
      maxCountByName: room,
      order: options.claimOrder,
      leaseDuration: options.leaseDuration,
    });
    this.mayHaveMore ||= mayHaveMore;
    if (this.isStopping) {
      await this.release(jobs);
      return;
    }
    if (nextDueIn !== null) {
      this.wakeIn(Math.ceil(nextDueIn) + 1);
    }
    this.accept(await this.withoutFurtherSuspects(jobs));
  }

  /** What is put off is so before anything starts. */
  private async withoutFurtherSuspects(
    jobs: readonly ClaimedBackgroundJob[],
  ): Promise<readonly ClaimedBackgroundJob[]> {
    const suspects = jobs.filter(isSuspect);
    if (suspects.length === 0) {
      return jobs;
    }
    const hasSuspect = [...this.attempts.values()].some(
      ({ job, state }) => state !== 'ended' && isSuspect(job),
    );
    const further = hasSuspect ? suspects : suspects.slice(1);
    const releases = further.map((job) => {
      const { clock } = this.dependencies;
      const delay = delayOf(further.length, clock.random());
      this.wakeIn(delay);
      return putOff(job, delay);
    });
    await this.release(releases);
    return jobs.filter((job) => !further.includes(job));
  }

  private accept(jobs: readonly ClaimedBackgroundJob[]): void {
    const claimedAt = this.dependencies.clock.elapsed();
    const claimed = jobs.map((job) => new BackgroundJobAttempt(job, claimedAt));
    for (const attempt of claimed) {
      this.attempts.set(attempt.key, attempt);
    }
    this.slots.add(claimed);
    if (claimed.length <= this.slots.freeCount) {
      this.startWaiting();
    } else {
      // The next claim goes out first, so that the database works at it while these jobs run.
      setImmediate(() => this.startWaiting());
    }
  }

  private backOff(): void {
    const { clock } = this.dependencies;
    this.claimFailures += 1;
    this.mayHaveMore = true;
    this.isBackingOff = true;
    if (this.isStopping) {
      return;
    }
    this.cancelBackoff = clock.after(
      backoffDelay(this.claimFailures, clock.random()),
      () => {
        this.isBackingOff = false;
        this.claimMore();
      },
    );
  }

  private startWaiting(): void {
    if (this.isStopping) {
      return;
    }
    for (
      let attempt = this.slots.fillOne();
      attempt;
      attempt = this.slots.fillOne()
    ) {
      void this.runToEnd(attempt);
    }
    if (this.slots.waitingCount > 0 && !this.cancelHandBack) {
      this.cancelHandBack = this.dependencies.clock.after(
        LONGEST_WAIT_IN_HAND,
        () => void this.handBackOverdue(),
      );
    }
  }

  private async runToEnd(attempt: BackgroundJobAttempt): Promise<void> {
    attempt.state = 'running';
    const outcome = await this.runner.run(attempt);
    this.slots.leave(attempt);
    this.turnover.jobEnded();
    if (attempt.state === 'running') {
      attempt.state = 'ended';
      attempt.outcome = outcome;
      this.settlements.add(outcome.settlement);
    } else {
      this.forget(attempt);
    }
    this.mayHaveMore ||= this.slots.isLimited(attempt.job.jobName);
    this.startWaiting();
    this.claimMoreSoon();
  }

  private async handBackOverdue(): Promise<void> {
    this.cancelHandBack = null;
    const limit = this.dependencies.clock.elapsed() - LONGEST_WAIT_IN_HAND;
    const overdue = this.slots.takeWaiting(
      ({ claimedAt }) => claimedAt <= limit,
    );
    this.startWaiting();
    await this.handBack(overdue);
    this.wake();
  }

  private async handBack(
    attempts: readonly BackgroundJobAttempt[],
  ): Promise<void> {
    await this.release(attempts.map(({ job }) => job));
    for (const attempt of attempts) {
      this.forget(attempt);
    }
  }

  /** The leases bring back what cannot be handed back. */
  private async release(
    releases: readonly BackgroundJobRelease[],
  ): Promise<void> {
    const { store, logger } = this.dependencies;
    if (releases.length === 0) {
      return;
    }
    try {
      await store.release(releases);
    } catch (error) {
      logger.warn(
        `${this.setup.name} cannot hand back jobs it has not started (${releases.length}); they run when their leases have ended: ${describeError(error).message}`,
      );
    }
  }

  private onSettled(
    settled: readonly BackgroundJobClaim[],
    lost: readonly BackgroundJobClaim[],
  ): void {
    const { events } = this.dependencies;
    const lostKeys = new Set(lost.map(keyOf));
    for (const settlement of settled) {
      const attempt = this.attempts.get(keyOf(settlement));
      if (attempt?.outcome) {
        this.forget(attempt);
        events.emit(
          lostKeys.has(attempt.key)
            ? { kind: 'lost', job: attempt.job }
            : attempt.outcome.event,
        );
      }
    }
    this.claimMore();
  }

  /** A job that ended while the renewal was under way is not lost: its row went, or got a new stamp, by its settlement. */
  private onLost(lost: readonly BackgroundJobClaim[]): void {
    const keys = new Set(lost.map(keyOf));
    this.drop(
      ({ key }) => keys.has(key),
      new BackgroundJobAbortedError(
        'lost',
        "The job is no longer this worker's.",
      ),
    );
  }

  private abortCancelled(ids: ReadonlySet<string>): void {
    this.drop(
      ({ job }) => ids.has(job.id),
      new BackgroundJobAbortedError('cancelled', 'The job was cancelled.'),
    );
  }

  private drop(
    matches: (attempt: BackgroundJobAttempt) => boolean,
    reason: BackgroundJobAbortedError,
  ): void {
    for (const attempt of this.slots.takeWaiting(matches)) {
      this.forget(attempt);
    }
    for (const attempt of [...this.attempts.values()].filter(matches)) {
      if (attempt.state === 'running') {
        attempt.state = 'lost';
        this.dependencies.events.emit({ kind: 'lost', job: attempt.job });
        attempt.abort(reason);
      }
    }
  }

  private warnOfStandstill(lateness: number): void {
    const running = [...this.attempts.values()].flatMap(({ state, job }) =>
      state === 'running' ? `'${job.jobName}' (${job.id})` : [],
    );
    this.dependencies.logger.warn(
      `${this.setup.name} stood still for ${Math.round(lateness)} ms and could not renew its leases: the process was suspended, or a job computed without a pause. ` +
        `Running: ${running.join(', ') || 'none'}.`,
    );
  }

  private forget(attempt: BackgroundJobAttempt): void {
    this.attempts.delete(attempt.key);
    this.tellWhenIdle();
  }

  /** Nothing is in flight, and no claim under way can bring anything. */
  private get isIdle(): boolean {
    return this.attempts.size === 0 && !this.isClaiming;
  }

  private tellWhenIdle(): void {
    if (this.isIdle) {
      this.onIdle();
    }
  }

  private async isIdleWithin(milliseconds: number): Promise<boolean> {
    if (!this.isIdle) {
      await new Promise<void>((resolve) => {
        const cancel = this.dependencies.clock.after(milliseconds, resolve);
        this.onIdle = () => {
          cancel();
          resolve();
        };
      });
    }
    return this.isIdle;
  }
}
