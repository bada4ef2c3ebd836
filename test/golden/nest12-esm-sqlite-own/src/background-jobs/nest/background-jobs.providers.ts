import { Logger, type Provider } from '@nestjs/common';
import { DiscoveryService, ModuleRef } from '@nestjs/core';
import { systemClock } from '../abstractions/clock.js';
import { CurrentBackgroundJob } from '../abstractions/current-background-job.js';
import { CurrentTransaction } from '../abstractions/current-transaction.js';
import { CurrentTenant } from '../abstractions/current-tenant.js';
import {
  BACKGROUND_JOB_ACTIVATOR,
  BACKGROUND_JOB_CLOCK,
  BACKGROUND_JOB_EXECUTER,
  BACKGROUND_JOB_LOGGER,
  BACKGROUND_JOB_MANAGER,
  BACKGROUND_JOB_SERIALIZER,
  BACKGROUND_JOB_WORKER_FACTORY,
  BACKGROUND_JOB_WORKER_OPTIONS,
  BACKGROUND_JOBS_MODULE_OPTIONS,
  DYNAMIC_BACKGROUND_JOB_MANAGER,
} from '../abstractions/tokens.js';
import type { BackgroundJobsOptions } from '../background-jobs.options.js';
import { BackgroundJobCleanupWorker } from '../worker/background-job-cleanup-worker.js';
import { BackgroundJobEvents } from '../manager/background-job-events.js';
import { BackgroundJobExecuter } from '../worker/background-job-executer.js';
import { BackgroundJobManager } from '../manager/background-job-manager.js';
import { BackgroundJobOptions } from '../manager/background-job-options.js';
import { BackgroundJobSignals } from '../manager/background-job-signals.js';
import { BackgroundJobWorkerManager } from '../worker/background-job-worker-manager.js';
import { resolveBackgroundJobWorkerOptions } from '../worker/background-job-worker-options.js';
import { BackgroundJobWorker } from '../worker/background-job-worker.js';
import { DynamicBackgroundJobExecutorJob } from '../manager/dynamic-background-job-executor.job.js';
import { DynamicBackgroundJobHandlerRegistry } from '../manager/dynamic-background-job-handler-registry.js';
import { DynamicBackgroundJobManager } from '../manager/dynamic-background-job-manager.js';
import { JsonBackgroundJobSerializer } from '../manager/json-background-job-serializer.js';
import { logBackgroundJobEvents } from '../manager/log-background-job-events.js';
import { provide } from './background-job-services.js';
import { discoverBackgroundJobs } from './discover-background-jobs.js';
import { NestBackgroundJobActivator } from './nest-background-job-activator.js';

/** Everything but the store. */
export const backgroundJobsProviders: readonly Provider[] = [
  CurrentTenant,
  CurrentBackgroundJob,
  DynamicBackgroundJobHandlerRegistry,
  CurrentTransaction,
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
    provide: BACKGROUND_JOB_ACTIVATOR,
    inject: [ModuleRef],
    useFactory: (moduleRef: ModuleRef) =>
      new NestBackgroundJobActivator(moduleRef),
  },
  provide(
    DynamicBackgroundJobExecutorJob,
    ['handlers'],
    ({ handlers }) => new DynamicBackgroundJobExecutorJob(handlers),
  ),
  provide(
    BACKGROUND_JOB_EXECUTER,
    ['activator', 'currentTenant', 'currentJob'],
    ({ activator, currentTenant, currentJob }) =>
      new BackgroundJobExecuter(activator, currentTenant, currentJob),
  ),
  provide(
    BackgroundJobEvents,
    ['logger', 'telemetry'],
    ({ logger, telemetry }) => {
      const events = new BackgroundJobEvents(logger);
      events.subscribe(logBackgroundJobEvents(logger));
      events.subscribe(telemetry.count);
      return events;
    },
  ),
  provide(
    BackgroundJobSignals,
    ['notifier'],
    ({ notifier }) => new BackgroundJobSignals(notifier),
  ),
  provide(
    BACKGROUND_JOB_MANAGER,
    [
      'store',
      'serializer',
      'jobs',
      'options',
      'currentTransaction',
      'telemetry',
      'events',
      'signals',
      'clock',
      'logger',
    ],
    (services) => new BackgroundJobManager(services),
  ),
  provide(
    DYNAMIC_BACKGROUND_JOB_MANAGER,
    ['manager', 'serializer', 'jobs', 'handlers', 'currentTenant'],
    (services) => new DynamicBackgroundJobManager(services),
  ),
  provide(
    BACKGROUND_JOB_WORKER_FACTORY,
    [
      'store',
      'executer',
      'serializer',
      'jobs',
      'handlers',
      'schedules',
      'options',
      'telemetry',
      'health',
      'events',
      'signals',
      'clock',
      'logger',
    ],
    (services) => () => new BackgroundJobWorker(services),
  ),
  provide(
    BackgroundJobWorkerManager,
    ['createWorker', 'jobs', 'options', 'signals'],
    ({ createWorker, jobs, options, signals }) =>
      new BackgroundJobWorkerManager(createWorker, jobs, options, signals),
  ),
  provide(
    BackgroundJobCleanupWorker,
    ['store', 'options', 'clock', 'logger'],
    (services) => new BackgroundJobCleanupWorker(services),
  ),
];
