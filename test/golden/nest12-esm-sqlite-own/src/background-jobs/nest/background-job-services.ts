import type { FactoryProvider, InjectionToken } from '@nestjs/common';
import type {
  IBackgroundJobActivator,
  IBackgroundJobExecuter,
} from '../abstractions/background-job-executer.js';
import type { BackgroundJobLogger } from '../abstractions/background-job-logger.js';
import type { IBackgroundJobManager } from '../abstractions/background-job-manager.js';
import type { IBackgroundJobSerializer } from '../abstractions/background-job-serializer.js';
import type { IBackgroundJobNotifier } from '../abstractions/background-job-signal.js';
import type { IBackgroundJobStore } from '../abstractions/background-job-store.js';
import type { IBackgroundJobTelemetry } from '../abstractions/background-job-telemetry.js';
import type { BackgroundJobWorkerFactory } from '../abstractions/background-job-worker.js';
import type { Clock } from '../abstractions/clock.js';
import { CurrentBackgroundJob } from '../abstractions/current-background-job.js';
import { CurrentTransaction } from '../abstractions/current-transaction.js';
import { CurrentTenant } from '../abstractions/current-tenant.js';
import {
  BACKGROUND_JOB_ACTIVATOR,
  BACKGROUND_JOB_CLOCK,
  BACKGROUND_JOB_EXECUTER,
  BACKGROUND_JOB_LOGGER,
  BACKGROUND_JOB_MANAGER,
  BACKGROUND_JOB_NOTIFIER,
  BACKGROUND_JOB_SERIALIZER,
  BACKGROUND_JOB_STORE,
  BACKGROUND_JOB_TELEMETRY,
  BACKGROUND_JOB_WORKER_FACTORY,
  BACKGROUND_JOB_WORKER_OPTIONS,
} from '../abstractions/tokens.js';
import { BackgroundJobEvents } from '../manager/background-job-events.js';
import { BackgroundJobOptions } from '../manager/background-job-options.js';
import { BackgroundJobSignals } from '../manager/background-job-signals.js';
import type { BackgroundJobWorkerOptions } from '../worker/background-job-worker-options.js';
import { BackgroundJobsHealth } from '../worker/background-jobs-health.js';
import { DynamicBackgroundJobHandlerRegistry } from '../manager/dynamic-background-job-handler-registry.js';
import { RecurringSchedules } from '../recurring/recurring-schedules.js';
import { objectOf } from '../domain/object-of.js';

/** What the module's services are made of, by the names under which they ask for each other. */
export interface BackgroundJobServices {
  readonly store: IBackgroundJobStore;
  readonly serializer: IBackgroundJobSerializer;
  readonly executer: IBackgroundJobExecuter;
  readonly activator: IBackgroundJobActivator;
  readonly manager: IBackgroundJobManager;
  readonly createWorker: BackgroundJobWorkerFactory;
  readonly jobs: BackgroundJobOptions;
  readonly options: BackgroundJobWorkerOptions;
  readonly handlers: DynamicBackgroundJobHandlerRegistry;
  readonly events: BackgroundJobEvents;
  readonly signals: BackgroundJobSignals;
  readonly notifier: IBackgroundJobNotifier;
  readonly telemetry: IBackgroundJobTelemetry;
  readonly health: BackgroundJobsHealth;
  readonly schedules: RecurringSchedules;
  readonly currentTransaction: CurrentTransaction;
  readonly currentTenant: CurrentTenant;
  readonly currentJob: CurrentBackgroundJob;
  readonly clock: Clock;
  readonly logger: BackgroundJobLogger;
}

const tokens: Readonly<Record<keyof BackgroundJobServices, InjectionToken>> = {
  store: BACKGROUND_JOB_STORE,
  serializer: BACKGROUND_JOB_SERIALIZER,
  executer: BACKGROUND_JOB_EXECUTER,
  activator: BACKGROUND_JOB_ACTIVATOR,
  manager: BACKGROUND_JOB_MANAGER,
  createWorker: BACKGROUND_JOB_WORKER_FACTORY,
  jobs: BackgroundJobOptions,
  options: BACKGROUND_JOB_WORKER_OPTIONS,
  handlers: DynamicBackgroundJobHandlerRegistry,
  events: BackgroundJobEvents,
  signals: BackgroundJobSignals,
  notifier: BACKGROUND_JOB_NOTIFIER,
  telemetry: BACKGROUND_JOB_TELEMETRY,
  health: BackgroundJobsHealth,
  schedules: RecurringSchedules,
  currentTransaction: CurrentTransaction,
  currentTenant: CurrentTenant,
  currentJob: CurrentBackgroundJob,
  clock: BACKGROUND_JOB_CLOCK,
  logger: BACKGROUND_JOB_LOGGER,
};

/** A provider made of other services. Injection is spelt out, so that nothing depends on the compiler's decorator metadata. */
export function provide<Name extends keyof BackgroundJobServices>(
  token: InjectionToken,
  names: readonly Name[],
  create: (services: Pick<BackgroundJobServices, Name>) => unknown,
): FactoryProvider {
  return {
    provide: token,
    inject: names.map((name) => tokens[name]),
    useFactory: (...services: unknown[]) =>
      create(
        objectOf(names.map((name, index) => [name, services[index]])) as Pick<
          BackgroundJobServices,
          Name
        >,
      ),
  };
}
