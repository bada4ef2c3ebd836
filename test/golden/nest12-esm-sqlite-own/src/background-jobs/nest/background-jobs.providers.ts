import { Logger, type Provider } from '@nestjs/common';
import { DiscoveryService, ModuleRef } from '@nestjs/core';
import type {
  IBackgroundJobActivator,
  IBackgroundJobExecuter,
} from '../abstractions/background-job-executer.js';
import type { BackgroundJobLogger } from '../abstractions/background-job-logger.js';
import type { IBackgroundJobManager } from '../abstractions/background-job-manager.js';
import type { IBackgroundJobSerializer } from '../abstractions/background-job-serializer.js';
import type { IBackgroundJobStore } from '../abstractions/background-job-store.js';
import type { BackgroundJobWorkerFactory } from '../abstractions/background-job-worker.js';
import { systemClock, type Clock } from '../abstractions/clock.js';
import { CurrentBackgroundJob } from '../abstractions/current-background-job.js';
import { CurrentTenant } from '../abstractions/current-tenant.js';
import {
  BACKGROUND_JOB_ACTIVATOR,
  BACKGROUND_JOB_CLOCK,
  BACKGROUND_JOB_EXECUTER,
  BACKGROUND_JOB_LOGGER,
  BACKGROUND_JOB_MANAGER,
  BACKGROUND_JOB_SERIALIZER,
  BACKGROUND_JOB_STORE,
  BACKGROUND_JOB_WORKER_FACTORY,
  BACKGROUND_JOB_WORKER_OPTIONS,
  BACKGROUND_JOBS_MODULE_OPTIONS,
  DYNAMIC_BACKGROUND_JOB_MANAGER,
} from '../abstractions/tokens.js';
import type { BackgroundJobsOptions } from '../background-jobs.options.js';
import { BackgroundJobCleanupWorker } from '../manager/background-job-cleanup-worker.js';
import { BackgroundJobExecuter } from '../manager/background-job-executer.js';
import { BackgroundJobManager } from '../manager/background-job-manager.js';
import { BackgroundJobOptions } from '../manager/background-job-options.js';
import { BackgroundJobWorkerManager } from '../manager/background-job-worker-manager.js';
import {
  resolveBackgroundJobWorkerOptions,
  type BackgroundJobWorkerOptions,
} from '../manager/background-job-worker-options.js';
import { BackgroundJobWorker } from '../manager/background-job-worker.js';
import { DynamicBackgroundJobExecutorJob } from '../manager/dynamic-background-job-executor.job.js';
import { DynamicBackgroundJobHandlerRegistry } from '../manager/dynamic-background-job-handler-registry.js';
import { DynamicBackgroundJobManager } from '../manager/dynamic-background-job-manager.js';
import { EnqueueSignal } from '../manager/enqueue-signal.js';
import { JsonBackgroundJobSerializer } from '../manager/json-background-job-serializer.js';
import { getKnownJobNames } from '../manager/get-known-job-names.js';
import { discoverBackgroundJobs } from './discover-background-jobs.js';
import { NestBackgroundJobActivator } from './nest-background-job-activator.js';

/** Everything but the store. Injection is spelt out, so that nothing depends on the compiler's decorator metadata. */
export const backgroundJobsProviders: readonly Provider[] = [
  CurrentTenant,
  CurrentBackgroundJob,
  DynamicBackgroundJobHandlerRegistry,
  EnqueueSignal,
  { provide: BACKGROUND_JOB_CLOCK, useValue: systemClock },
  {
    provide: BACKGROUND_JOB_LOGGER,
    useFactory: () => new Logger('BackgroundJobs'),
  },
  { provide: BACKGROUND_JOB_SERIALIZER, useClass: JsonBackgroundJobSerializer },
  {
    provide: BACKGROUND_JOB_WORKER_OPTIONS,
    inject: [BACKGROUND_JOBS_MODULE_OPTIONS],
    useFactory: (options: BackgroundJobsOptions) =>
      resolveBackgroundJobWorkerOptions(options),
  },
  {
    provide: BackgroundJobOptions,
    inject: [DiscoveryService, BACKGROUND_JOBS_MODULE_OPTIONS],
    useFactory: (
      discovery: DiscoveryService,
      options: BackgroundJobsOptions,
    ) => {
      const jobs = new BackgroundJobOptions(options);
      for (const jobType of discoverBackgroundJobs(discovery)) {
        jobs.addJob(jobType);
      }
      return jobs;
    },
  },
  {
    provide: DynamicBackgroundJobExecutorJob,
    inject: [DynamicBackgroundJobHandlerRegistry],
    useFactory: (handlers: DynamicBackgroundJobHandlerRegistry) =>
      new DynamicBackgroundJobExecutorJob(handlers),
  },
  {
    provide: BACKGROUND_JOB_ACTIVATOR,
    inject: [ModuleRef],
    useFactory: (moduleRef: ModuleRef) =>
      new NestBackgroundJobActivator(moduleRef),
  },
  {
    provide: BACKGROUND_JOB_EXECUTER,
    inject: [BACKGROUND_JOB_ACTIVATOR, CurrentTenant, CurrentBackgroundJob],
    useFactory: (
      activator: IBackgroundJobActivator,
      tenant: CurrentTenant,
      job: CurrentBackgroundJob,
    ) => new BackgroundJobExecuter(activator, tenant, job),
  },
  {
    provide: BACKGROUND_JOB_MANAGER,
    inject: [
      BACKGROUND_JOB_STORE,
      BACKGROUND_JOB_SERIALIZER,
      BackgroundJobOptions,
      BACKGROUND_JOB_WORKER_OPTIONS,
      EnqueueSignal,
      BACKGROUND_JOB_CLOCK,
      BACKGROUND_JOB_LOGGER,
    ],
    useFactory: (
      store: IBackgroundJobStore,
      serializer: IBackgroundJobSerializer,
      jobs: BackgroundJobOptions,
      options: BackgroundJobWorkerOptions,
      enqueued: EnqueueSignal,
      clock: Clock,
      logger: BackgroundJobLogger,
    ) =>
      new BackgroundJobManager({
        store,
        serializer,
        jobs,
        options,
        enqueued,
        clock,
        logger,
      }),
  },
  {
    provide: DYNAMIC_BACKGROUND_JOB_MANAGER,
    inject: [
      BACKGROUND_JOB_MANAGER,
      BACKGROUND_JOB_SERIALIZER,
      BackgroundJobOptions,
      DynamicBackgroundJobHandlerRegistry,
      CurrentTenant,
    ],
    useFactory: (
      manager: IBackgroundJobManager,
      serializer: IBackgroundJobSerializer,
      jobs: BackgroundJobOptions,
      handlers: DynamicBackgroundJobHandlerRegistry,
      currentTenant: CurrentTenant,
    ) =>
      new DynamicBackgroundJobManager({
        manager,
        serializer,
        jobs,
        handlers,
        currentTenant,
      }),
  },
  {
    provide: BACKGROUND_JOB_WORKER_FACTORY,
    inject: [
      BACKGROUND_JOB_STORE,
      BACKGROUND_JOB_EXECUTER,
      BACKGROUND_JOB_SERIALIZER,
      BackgroundJobOptions,
      BACKGROUND_JOB_WORKER_OPTIONS,
      EnqueueSignal,
      BACKGROUND_JOB_CLOCK,
      BACKGROUND_JOB_LOGGER,
      DynamicBackgroundJobHandlerRegistry,
    ],
    useFactory: (
      store: IBackgroundJobStore,
      executer: IBackgroundJobExecuter,
      serializer: IBackgroundJobSerializer,
      jobs: BackgroundJobOptions,
      options: BackgroundJobWorkerOptions,
      enqueued: EnqueueSignal,
      clock: Clock,
      logger: BackgroundJobLogger,
      handlers: DynamicBackgroundJobHandlerRegistry,
    ): BackgroundJobWorkerFactory => {
      return () =>
        new BackgroundJobWorker({
          store,
          executer,
          serializer,
          jobs,
          options,
          enqueued,
          clock,
          logger,
          getKnownJobNames: () => getKnownJobNames(jobs, handlers),
        });
    },
  },
  {
    provide: BackgroundJobWorkerManager,
    inject: [
      BACKGROUND_JOB_WORKER_FACTORY,
      BackgroundJobOptions,
      BACKGROUND_JOB_WORKER_OPTIONS,
    ],
    useFactory: (
      createWorker: BackgroundJobWorkerFactory,
      jobs: BackgroundJobOptions,
      options: BackgroundJobWorkerOptions,
    ) => new BackgroundJobWorkerManager(createWorker, jobs, options),
  },
  {
    provide: BackgroundJobCleanupWorker,
    inject: [
      BACKGROUND_JOB_STORE,
      BACKGROUND_JOB_WORKER_OPTIONS,
      BACKGROUND_JOB_CLOCK,
      BACKGROUND_JOB_LOGGER,
    ],
    useFactory: (
      store: IBackgroundJobStore,
      options: BackgroundJobWorkerOptions,
      clock: Clock,
      logger: BackgroundJobLogger,
    ) => new BackgroundJobCleanupWorker({ store, options, clock, logger }),
  },
];
