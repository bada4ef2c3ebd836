import type { BackgroundJobEvent } from '../abstractions/background-job-event.js';
import { BackgroundJobNameFilter } from '../abstractions/background-job-name-filter.js';
import type {
  ClaimedBackgroundJob,
  IBackgroundJobStore,
} from '../abstractions/background-job-store.js';
import { BackgroundJobAttempt } from './background-job-attempt.js';
import {
  BackgroundJobRunner,
  type BackgroundJobRunnerDependencies,
} from './background-job-runner.js';
import { claimFilter } from './claim-filter.js';
import type { DynamicBackgroundJobHandlerRegistry } from '../manager/dynamic-background-job-handler-registry.js';
import { flatten } from '../domain/flatten.js';

export interface BackgroundJobDrainDependencies extends BackgroundJobRunnerDependencies {
  readonly store: IBackgroundJobStore;
  readonly handlers: DynamicBackgroundJobHandlerRegistry;
}

/** Ids by how their tries ended, in that order. One that was tried several times is there several times. */
export interface DrainedBackgroundJobs {
  readonly succeeded: readonly string[];
  /** To be tried again later. */
  readonly failed: readonly string[];
  readonly abandoned: readonly string[];
}

/**
 * For tests: runs the jobs of the application that are in the store, one after another in this process, until none is left to run.
 * Turn the workers off (`isJobExecutionEnabled: false`), or they take their share.
 */
export class BackgroundJobDrain {
  private readonly runner: BackgroundJobRunner;

  constructor(private readonly dependencies: BackgroundJobDrainDependencies) {
    this.runner = new BackgroundJobRunner(dependencies, () => undefined);
  }

  /** Runs what is due, and what that enqueues. */
  async runDue(): Promise<DrainedBackgroundJobs> {
    const { store, events, clock } = this.dependencies;
    const ended: Record<keyof DrainedBackgroundJobs, string[]> = {
      succeeded: [],
      failed: [],
      abandoned: [],
    };
    const idsBy: Partial<Record<BackgroundJobEvent['kind'], string[]>> = ended;
    for (let job = await this.claim(); job; job = await this.claim()) {
      const attempt = new BackgroundJobAttempt(job, clock.elapsed());
      const { settlement, event } = await this.runner.run(attempt);
      const lost = await store.settle([settlement]);
      if (lost.length > 0) {
        events.emit({ kind: 'lost', job });
      } else {
        events.emit(event);
        idsBy[event.kind]?.push(job.id);
      }
    }
    return ended;
  }

  /** Runs what is due and what was enqueued for later, as if its time had come. What failed is not tried again. */
  async runScheduled(): Promise<DrainedBackgroundJobs> {
    const { store, options } = this.dependencies;
    const { applicationName } = options;
    const rounds = [await this.runDue()];
    const makeDue = () =>
      store.change(
        { applicationName, states: ['scheduled'] },
        { kind: 'delay', delay: 0 },
      );
    while ((await makeDue()).length > 0) {
      rounds.push(await this.runDue());
    }
    return {
      succeeded: flatten(rounds.map(({ succeeded }) => succeeded)),
      failed: flatten(rounds.map(({ failed }) => failed)),
      abandoned: flatten(rounds.map(({ abandoned }) => abandoned)),
    };
  }

  private async claim(): Promise<ClaimedBackgroundJob | undefined> {
    const { store, options } = this.dependencies;
    const nameFilter = claimFilter(
      BackgroundJobNameFilter.none,
      this.dependencies,
      new Set(),
    );
    if (!nameFilter) {
      return undefined;
    }
    const { jobs } = await store.claim({
      applicationName: options.applicationName,
      nameFilter,
      maxResultCount: 1,
      maxCountByName: new Map(),
      order: options.claimOrder,
      leaseDuration: options.leaseDuration,
    });
    return jobs[0];
  }
}
