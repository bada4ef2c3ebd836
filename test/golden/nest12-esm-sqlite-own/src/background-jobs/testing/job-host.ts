import {
  BackgroundJob,
  type BackgroundJobDecoratorOptions,
} from '../abstractions/background-job.decorator.js';
import type {
  BackgroundJobArgsType,
  BackgroundJobType,
  IBackgroundJob,
} from '../abstractions/background-job.js';
import type { BackgroundJobLogger } from '../abstractions/background-job-logger.js';
import type { IBackgroundJobNotifier } from '../abstractions/background-job-signal.js';
import type { IBackgroundJobStore } from '../abstractions/background-job-store.js';
import { systemClock, type Clock } from '../abstractions/clock.js';
import type { RecurringBackgroundJob } from '../abstractions/recurring-background-job.js';
import { CurrentBackgroundJob } from '../abstractions/current-background-job.js';
import { CurrentTransaction } from '../abstractions/current-transaction.js';
import { CurrentTenant } from '../abstractions/current-tenant.js';
import { BackgroundJobCleanupWorker } from '../worker/background-job-cleanup-worker.js';
import { BackgroundJobEvents } from '../manager/background-job-events.js';
import { BackgroundJobExecuter } from '../worker/background-job-executer.js';
import { BackgroundJobManager } from '../manager/background-job-manager.js';
import { BackgroundJobOptions } from '../manager/background-job-options.js';
import {
  resolveBackgroundJobWorkerOptions,
  type BackgroundJobWorkerOptions,
} from '../worker/background-job-worker-options.js';
import { BackgroundJobSignals } from '../manager/background-job-signals.js';
import { BackgroundJobWorker } from '../worker/background-job-worker.js';
import { BackgroundJobsHealth } from '../worker/background-jobs-health.js';
import { DynamicBackgroundJobExecutorJob } from '../manager/dynamic-background-job-executor.job.js';
import { DynamicBackgroundJobHandlerRegistry } from '../manager/dynamic-background-job-handler-registry.js';
import { DynamicBackgroundJobManager } from '../manager/dynamic-background-job-manager.js';
import { JsonBackgroundJobSerializer } from '../manager/json-background-job-serializer.js';
import { logBackgroundJobEvents } from '../manager/log-background-job-events.js';
import { noBackgroundJobNotifier } from '../manager/no-background-job-notifier.js';
import { RecurringSchedules } from '../recurring/recurring-schedules.js';
import { createBackgroundJobTelemetry } from '../telemetry/telemetry.js';

/** A job class around a function. */
export function jobOf<TArgs extends object>(
  argsType: BackgroundJobArgsType<TArgs>,
  execute: IBackgroundJob<TArgs>['execute'],
  options?: BackgroundJobDecoratorOptions,
): IBackgroundJob<TArgs> {
  @BackgroundJob(argsType, options)
  class TestJob implements IBackgroundJob<TArgs> {
    readonly execute = execute;
  }
  return new TestJob();
}

export interface JobHostSetup {
  readonly store: IBackgroundJobStore;
  readonly jobs?: readonly object[];
  readonly options?: Partial<BackgroundJobWorkerOptions>;
  readonly clock?: Clock;
  readonly notifier?: IBackgroundJobNotifier;
  readonly recurringJobs?: readonly RecurringBackgroundJob[];
}

/** The module's services put together by hand: one process of an application, without Nest. */
export function createJobHost(setup: JobHostSetup) {
  const { store, clock = systemClock } = setup;
  // Short enough for tests that wait; tests with a clock of their own say what they need.
  const options = resolveBackgroundJobWorkerOptions({
    jobPollPeriod: 20,
    ...setup.options,
  });
  const log: string[] = [];
  const record = (message: string): void => void log.push(message);
  const logger: BackgroundJobLogger = {
    log: record,
    warn: record,
    error: record,
  };
  const serializer = new JsonBackgroundJobSerializer();
  const handlers = new DynamicBackgroundJobHandlerRegistry();
  const currentTenant = new CurrentTenant();
  const currentJob = new CurrentBackgroundJob();
  const events = new BackgroundJobEvents(logger);
  events.subscribe(logBackgroundJobEvents(logger));
  const signals = new BackgroundJobSignals(
    setup.notifier ?? noBackgroundJobNotifier,
  );
  const telemetry = createBackgroundJobTelemetry();
  const schedules = new RecurringSchedules(setup.recurringJobs ?? []);
  const health = new BackgroundJobsHealth();
  const currentTransaction = new CurrentTransaction();
  const jobs = new BackgroundJobOptions();
  const instances = new Map<unknown, IBackgroundJob<object>>();
  for (const job of [
    ...(setup.jobs ?? []),
    new DynamicBackgroundJobExecutorJob(handlers),
  ]) {
    jobs.addJob(job.constructor as BackgroundJobType);
    instances.set(job.constructor, job as IBackgroundJob<object>);
  }
  const activator = {
    activate: (jobType: BackgroundJobType) => {
      const job = instances.get(jobType);
      return job
        ? Promise.resolve(job)
        : Promise.reject(new Error(`${jobType.name} is not provided.`));
    },
  };
  const executer = new BackgroundJobExecuter(
    activator,
    currentTenant,
    currentJob,
  );
  const manager = new BackgroundJobManager({
    store,
    serializer,
    jobs,
    options,
    currentTransaction,
    telemetry,
    events,
    signals,
    clock,
    logger,
  });
  const workers: BackgroundJobWorker[] = [];
  const createWorker = (): BackgroundJobWorker => {
    const worker = new BackgroundJobWorker({
      store,
      executer,
      serializer,
      jobs,
      schedules,
      options,
      telemetry,
      health,
      events,
      signals,
      clock,
      logger,
      handlers,
    });
    workers.push(worker);
    return worker;
  };
  return {
    store,
    options,
    log,
    logger,
    clock,
    serializer,
    jobs,
    handlers,
    schedules,
    telemetry,
    health,
    events,
    signals,
    currentTenant,
    currentTransaction,
    currentJob,
    executer,
    manager,
    dynamicManager: new DynamicBackgroundJobManager({
      manager,
      serializer,
      jobs,
      handlers,
      currentTenant,
    }),
    createWorker,
    cleanup: new BackgroundJobCleanupWorker({ store, options, clock, logger }),
    stopAll: () => Promise.all(workers.map((worker) => worker.stop())),
  };
}

export type JobHost = ReturnType<typeof createJobHost>;
