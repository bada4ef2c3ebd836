import { AsyncResource } from 'node:async_hooks';
import type { BackgroundJobNameFilter } from '../abstractions/background-job-name-filter.js';
import type {
  BackgroundJobClaim,
  BackgroundJobSettlement,
  ClaimedBackgroundJob,
  IBackgroundJobStore,
} from '../abstractions/background-job-store.js';
import { backoffDelay } from './backoff-delay.js';
import {
  BackgroundJobRunner,
  type BackgroundJobRunnerDependencies,
} from './background-job-runner.js';
import type { DynamicBackgroundJobHandlerRegistry } from './dynamic-background-job-handler-registry.js';
import type { EnqueueSignal } from './enqueue-signal.js';
import { LeaseKeeper } from './lease-keeper.js';
import { restrictToKnownJobs } from './restrict-to-known-jobs.js';
import { SettlementQueue } from './settlement-queue.js';
import { StoreHealth } from './store-health.js';

export interface BackgroundJobWorkerDependencies extends BackgroundJobRunnerDependencies {
  readonly store: IBackgroundJobStore;
  readonly enqueued: EnqueueSignal;
  readonly handlers: DynamicBackgroundJobHandlerRegistry;
}

/** A claimed job, from its claim until its end is recorded. */
interface JobInFlight {
  readonly job: ClaimedBackgroundJob;
  readonly controller: AbortController;
  state: 'running' | 'ended' | 'lost';
}

/** Milliseconds a job has, after its signal was aborted, to end and have its end recorded. */
const SHUTDOWN_GRACE = 5_000;

/**
 * One life of a worker, between `start` and `stop`.
 *
 * It has so many slots. Free slots are filled by claims, one at a time, as long as there may be due jobs: after a poll, after an enqueue
 * in this process, and after a claim that came back as full as was asked. Beside that, the `LeaseKeeper` keeps what is
 * claimed and the `SettlementQueue` records how it ended.
 */
export class BackgroundJobWorkerRun {
  private readonly inFlight = new Map<string, JobInFlight>();
  private readonly health: StoreHealth;
  private readonly runner: BackgroundJobRunner;
  private readonly settlements: SettlementQueue;
  private readonly leases: LeaseKeeper;
  /** Jobs may be due that no claim has looked for yet. */
  private mayHaveMore = false;
  private isClaiming = false;
  private claimFailures = 0;
  private isBackingOff = false;
  private isStopping = false;
  private unsubscribe: () => void = () => undefined;
  private cancelPoll: () => void = () => undefined;
  private cancelBackoff: () => void = () => undefined;
  private onIdle: () => void = () => undefined;

  constructor(
    private readonly dependencies: BackgroundJobWorkerDependencies,
    private readonly name: string,
    private readonly nameFilter: BackgroundJobNameFilter,
  ) {
    const { store, clock, logger, options } = dependencies;
    this.health = new StoreHealth(name, logger);
    this.runner = new BackgroundJobRunner(dependencies);
    const common = { store, clock, health: this.health };
    this.settlements = new SettlementQueue({
      ...common,
      onSettled: (settled, lost) => this.forget(settled, lost),
    });
    this.leases = new LeaseKeeper({
      ...common,
      leaseDuration: options.leaseDuration,
      getClaims: () => [...this.inFlight.values()].map(({ job }) => job),
      onRenewed: (lost) => {
        this.abortLost(lost);
        this.fillSlots();
      },
    });
  }

  start(): void {
    const { logger, options } = this.dependencies;
    const { applicationName, maxParallelJobExecutionCount } = options;
    const owner =
      applicationName === null
        ? 'that have no application name'
        : `of the application '${applicationName}'`;
    logger.log(
      `${this.name} takes background jobs ${owner}, up to ${maxParallelJobExecutionCount} at a time.`,
    );
    // Who enqueues wakes the worker in the middle of a request; the request's tenant and other ambient context must not reach the jobs.
    const wake = AsyncResource.bind(() => this.wake());
    this.unsubscribe = this.dependencies.enqueued.subscribe((jobName) => {
      if (this.nameFilter.isMatch(jobName)) {
        wake();
      }
    });
    this.leases.start();
    this.poll();
  }

  /** Gives back what has not started, waits for what runs, then asks it to stop, and leaves when the time for that is over. */
  async stop(): Promise<void> {
    this.isStopping = true;
    this.unsubscribe();
    this.cancelPoll();
    this.cancelBackoff();
    if (!(await this.isIdleWithin(this.dependencies.options.shutdownTimeout))) {
      for (const { controller } of this.inFlight.values()) {
        controller.abort(new Error('The worker is shutting down.'));
      }
      if (!(await this.isIdleWithin(SHUTDOWN_GRACE))) {
        this.dependencies.logger.warn(
          `${this.name} stops before all is done (jobs in flight: ${this.inFlight.size}); what it has claimed runs again when its lease ends.`,
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

  private wake(): void {
    this.mayHaveMore = true;
    this.fillSlots();
  }

  private fillSlots(): void {
    if (!this.isClaiming && this.canClaim()) {
      this.isClaiming = true;
      void this.claimWhileThereIsMore();
    }
  }

  /**
   * While settling fails, what could not be recorded is not to be added to. While renewing fails, leases of this very worker may have ended: it has
   * to renew them before it may look for jobs whose lease has ended.
   */
  private canClaim(): boolean {
    return (
      this.mayHaveMore &&
      this.freeSlots > 0 &&
      !this.isStopping &&
      !this.isBackingOff &&
      !this.health.isFailing('settle') &&
      !this.health.isFailing('renew')
    );
  }

  private get freeSlots(): number {
    const running = [...this.inFlight.values()].filter(
      ({ state }) => state !== 'ended',
    ).length;
    return this.dependencies.options.maxParallelJobExecutionCount - running;
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
    const { store, options, jobs, handlers } = this.dependencies;
    const nameFilter =
      options.unknownJobNames === 'abandon'
        ? this.nameFilter
        : restrictToKnownJobs(this.nameFilter, jobs, handlers);
    const maxResultCount = Math.min(this.freeSlots, options.maxJobFetchCount);
    this.mayHaveMore = false;
    if (!nameFilter || maxResultCount === 0) {
      return;
    }
    const { applicationName, leaseDuration } = options;
    const claimed = await store.claim({
      applicationName,
      nameFilter,
      maxResultCount,
      leaseDuration,
    });
    this.mayHaveMore ||= claimed.length === maxResultCount;
    if (this.isStopping) {
      await store.release(claimed);
      return;
    }
    for (const job of claimed) {
      void this.runToEnd(job);
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
        this.fillSlots();
      },
    );
  }

  private async runToEnd(job: ClaimedBackgroundJob): Promise<void> {
    const entry: JobInFlight = {
      job,
      controller: new AbortController(),
      state: 'running',
    };
    this.inFlight.set(keyOf(job), entry);
    const settlement = await this.runner.run(job, entry.controller.signal);
    if (entry.state === 'running') {
      entry.state = 'ended';
      this.settlements.add(settlement);
    } else {
      this.remove(job);
    }
    this.fillSlots();
  }

  private forget(
    settled: readonly BackgroundJobSettlement[],
    lost: readonly BackgroundJobClaim[],
  ): void {
    for (const { id } of lost) {
      this.dependencies.logger.warn(
        `Background job ${id} ended, but was no longer this worker's when its end was recorded; it may run twice.`,
      );
    }
    for (const settlement of settled) {
      this.remove(settlement);
    }
    this.fillSlots();
  }

  /** A job that ended while the renewal was under way is not lost: its row went, or got a new stamp, by its settlement. */
  private abortLost(lost: readonly BackgroundJobClaim[]): void {
    for (const claim of lost) {
      const entry = this.inFlight.get(keyOf(claim));
      if (entry?.state === 'running') {
        entry.state = 'lost';
        this.dependencies.logger.warn(
          `Background job '${entry.job.jobName}' (${claim.id}) was lost while it ran: its lease had ended, or its row was deleted.`,
        );
        entry.controller.abort(
          new Error("The job is no longer this worker's."),
        );
      }
    }
  }

  private remove(claim: BackgroundJobClaim): void {
    this.inFlight.delete(keyOf(claim));
    this.tellWhenIdle();
  }

  /** Nothing is in flight, and no claim under way can bring anything. */
  private get isIdle(): boolean {
    return this.inFlight.size === 0 && !this.isClaiming;
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

/** The same job may be in flight twice, when its claim was lost and it came back to this very worker. */
function keyOf({ id, concurrencyStamp }: BackgroundJobClaim): string {
  return `${id}/${concurrencyStamp}`;
}
