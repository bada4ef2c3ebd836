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
import { BackgroundJobAttempt, isAmong } from './background-job-attempt.js';
import {
  BackgroundJobRunner,
  type BackgroundJobRunnerDependencies,
} from './background-job-runner.js';
import type { BackgroundJobSignals } from '../manager/background-job-signals.js';
import { BackgroundJobSlots } from './background-job-slots.js';
import type { BackgroundJobsHealth } from './background-jobs-health.js';
import { ClaimLoop } from './claim-loop.js';
import { describeError } from '../manager/describe-error.js';
import type { DynamicBackgroundJobHandlerRegistry } from '../manager/dynamic-background-job-handler-registry.js';
import { LeaseKeeper } from './lease-keeper.js';
import { delayOf, isSuspect, putOff } from './poison-watch.js';
import { SettlementQueue, type EndedAttempt } from './settlement-queue.js';
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
 * One life of a worker, between `start` and `stop`: what becomes of the jobs it claims.
 *
 * The `ClaimLoop` brings them, the `BackgroundJobSlots` decide which may start, the `BackgroundJobRunner` runs one, the `LeaseKeeper` keeps what is
 * claimed, and the `SettlementQueue` records how it ended.
 */
export class BackgroundJobWorkerRun {
  /** What is claimed and whose end is not recorded. */
  private readonly attempts = new Set<BackgroundJobAttempt>();
  private readonly health: StoreHealth;
  private readonly runner: BackgroundJobRunner;
  private readonly slots: BackgroundJobSlots;
  private readonly claims: ClaimLoop;
  private readonly settlements: SettlementQueue;
  private readonly leases: LeaseKeeper;
  private isStopping = false;
  private unsubscribe: () => void = () => undefined;
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
      clock,
    );
    const common = { store, clock, health: this.health };
    this.settlements = new SettlementQueue({
      ...common,
      onSettled: (settled, lost) => this.onSettled(settled, lost),
    });
    this.leases = new LeaseKeeper({
      ...common,
      leaseDuration: options.leaseDuration,
      getAttempts: () => this.attempts,
      onRenewed: (lost) => {
        this.onLost(lost);
        this.claims.claimMore();
      },
      onLate: (lateness) => this.warnOfStandstill(lateness),
    });
    this.claims = new ClaimLoop({
      ...dependencies,
      nameFilter: setup.nameFilter,
      slots: this.slots,
      health: this.health,
      canAccept: () => this.canAccept,
      onClaimed: (claimed) => this.onClaimed(claimed),
      onLate: (claimed) => this.release(claimed),
      onClaimEnded: () => this.tellWhenIdle(),
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
    this.claims.start();
  }

  /** Gives back what has not started, waits for what runs, then asks it to stop, and leaves when the time for that is over. */
  async stop(): Promise<void> {
    this.isStopping = true;
    this.unsubscribe();
    this.claims.stop();
    this.cancelHandBack?.();
    void this.handBack(this.slots.takeWaiting(() => true));
    if (!(await this.isIdleWithin(this.dependencies.options.shutdownTimeout))) {
      for (const attempt of this.attempts) {
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

  private receive(signal: BackgroundJobSignal): void {
    switch (signal.kind) {
      case 'enqueued':
        if (
          signal.jobNames.some((name) => this.setup.nameFilter.isMatch(name))
        ) {
          this.claims.wakeIn(signal.delay);
        }
        return;
      case 'cancelled':
        this.abortCancelled(new Set(signal.jobIds));
        return;
    }
  }

  /**
   * While settling fails, what could not be recorded is not to be added to. While leases are not renewed, those of this very worker may have ended: it
   * has to find that out before it takes the jobs of dead workers.
   */
  private get canAccept(): boolean {
    return (
      !this.health.isFailing('settle') &&
      !this.health.isFailing('renew') &&
      !this.leases.isOverdue &&
      this.settlements.size < MAX_UNRECORDED
    );
  }

  private async onClaimed(
    jobs: readonly ClaimedBackgroundJob[],
  ): Promise<void> {
    const accepted = await this.withoutFurtherSuspects(jobs);
    if (this.isStopping) {
      await this.release(accepted);
    } else {
      this.accept(accepted);
    }
  }

  /** What is put off is so before anything starts. */
  private async withoutFurtherSuspects(
    jobs: readonly ClaimedBackgroundJob[],
  ): Promise<readonly ClaimedBackgroundJob[]> {
    const suspects = jobs.filter(isSuspect);
    if (suspects.length === 0) {
      return jobs;
    }
    const hasSuspect = [...this.attempts].some(
      ({ job, state }) => state !== 'ended' && isSuspect(job),
    );
    const further = hasSuspect ? suspects : suspects.slice(1);
    const releases = further.map((job) => {
      const { clock } = this.dependencies;
      const delay = delayOf(further.length, clock.random());
      this.claims.wakeIn(delay);
      return putOff(job, delay);
    });
    await this.release(releases);
    return jobs.filter((job) => !further.includes(job));
  }

  private accept(jobs: readonly ClaimedBackgroundJob[]): void {
    const claimedAt = this.dependencies.clock.elapsed();
    const claimed = jobs.map((job) => new BackgroundJobAttempt(job, claimedAt));
    for (const attempt of claimed) {
      this.attempts.add(attempt);
    }
    this.slots.add(claimed);
    if (claimed.length <= this.slots.freeCount) {
      this.startWaiting();
    } else {
      // The next claim goes out first, so that the database works at it while these jobs run.
      setImmediate(() => this.startWaiting());
    }
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
    if (attempt.state === 'running') {
      attempt.state = 'ended';
      this.settlements.add({ attempt, ...outcome });
    } else {
      this.forget(attempt);
    }
    this.startWaiting();
    if (this.slots.isLimited(attempt.job.jobName)) {
      this.claims.wake();
    } else {
      this.claims.claimMoreSoon();
    }
  }

  private async handBackOverdue(): Promise<void> {
    this.cancelHandBack = null;
    const limit = this.dependencies.clock.elapsed() - LONGEST_WAIT_IN_HAND;
    const overdue = this.slots.takeWaiting(
      ({ claimedAt }) => claimedAt <= limit,
    );
    this.startWaiting();
    await this.handBack(overdue);
    this.claims.wake();
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
    ended: readonly EndedAttempt[],
    lost: readonly BackgroundJobClaim[],
  ): void {
    const { events } = this.dependencies;
    const isLost = isAmong(lost);
    for (const { attempt, event } of ended) {
      const { job } = attempt;
      this.forget(attempt);
      if (event.kind === 'failed') {
        // Both times are the store's; what has passed since the try ended makes it a little late at most.
        const start = job.lastTryTime ?? job.dueTime;
        const wait = Number(event.nextTryTime) - Number(start) - event.duration;
        this.claims.wakeIn(Math.max(Math.ceil(wait), 0) + 1);
      }
      events.emit(isLost(job) ? { kind: 'lost', job } : event);
    }
    this.claims.claimMore();
  }

  /** A job that ended while the renewal was under way is not lost: its row went, or got a new stamp, by its settlement. */
  private onLost(lost: readonly BackgroundJobClaim[]): void {
    if (lost.length === 0) {
      return;
    }
    const isLost = isAmong(lost);
    this.drop(
      ({ job }) => isLost(job),
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
    for (const attempt of [...this.attempts].filter(matches)) {
      if (attempt.state === 'running') {
        attempt.state = 'lost';
        this.dependencies.events.emit({ kind: 'lost', job: attempt.job });
        attempt.abort(reason);
      }
    }
  }

  private warnOfStandstill(lateness: number): void {
    const running = [...this.attempts]
      .filter(({ state }) => state === 'running')
      .map(({ job }) => `'${job.jobName}' (${job.id})`);
    this.dependencies.logger.warn(
      `${this.setup.name} stood still for ${Math.round(lateness)} ms and could not renew its leases: the process was suspended, or a job computed without a pause. ` +
        `Running: ${running.join(', ') || 'none'}.`,
    );
  }

  private forget(attempt: BackgroundJobAttempt): void {
    this.attempts.delete(attempt);
    this.tellWhenIdle();
  }

  /** Nothing is in flight, and no claim under way can bring anything. */
  private get isIdle(): boolean {
    return this.attempts.size === 0 && !this.claims.isClaiming;
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
