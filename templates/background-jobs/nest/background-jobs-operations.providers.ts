import type { Provider } from '@nestjs/common';
import {
  BACKGROUND_JOB_OPERATIONS,
  BACKGROUND_JOB_TELEMETRY,
  BACKGROUND_JOBS_MODULE_OPTIONS,
} from '../abstractions/tokens.js';
import type { BackgroundJobsOptions } from '../background-jobs.options.js';
import { BackgroundJobDrain } from '../worker/background-job-drain.js';
import { BackgroundJobOperations } from '../manager/background-job-operations.js';
import { BackgroundJobsHealth } from '../worker/background-jobs-health.js';
import { InlineBackgroundJobManager } from '../manager/inline-background-job-manager.js';
import { RecurringBackgroundJobs } from '../recurring/recurring-background-jobs.js';
import { RecurringSchedules } from '../recurring/recurring-schedules.js';
import { createBackgroundJobTelemetry } from '../telemetry/telemetry.js';
import { provide } from './background-job-services.js';
import { BackgroundJobsHealthIndicator } from './background-jobs-health.indicator.js';

/** For whoever operates, watches or tests the application. */
export const backgroundJobsOperationsProviders: readonly Provider[] = [
  BackgroundJobsHealth,
  BackgroundJobsHealthIndicator,
  {
    provide: BACKGROUND_JOB_TELEMETRY,
    useFactory: createBackgroundJobTelemetry,
  },
  {
    provide: RecurringSchedules,
    inject: [BACKGROUND_JOBS_MODULE_OPTIONS],
    useFactory: ({ recurringJobs = [] }: BackgroundJobsOptions) =>
      new RecurringSchedules(recurringJobs),
  },
  provide(
    RecurringBackgroundJobs,
    [
      'schedules',
      'store',
      'serializer',
      'jobs',
      'options',
      'signals',
      'events',
      'clock',
      'logger',
    ],
    (services) => new RecurringBackgroundJobs(services),
  ),
  provide(
    BACKGROUND_JOB_OPERATIONS,
    ['store', 'signals', 'events'],
    (services) => new BackgroundJobOperations(services),
  ),
  provide(
    BackgroundJobDrain,
    [
      'store',
      'events',
      'handlers',
      'executer',
      'serializer',
      'jobs',
      'options',
      'schedules',
      'telemetry',
      'clock',
      'logger',
    ],
    (services) => new BackgroundJobDrain(services),
  ),
  provide(
    InlineBackgroundJobManager,
    ['executer', 'serializer', 'jobs', 'options', 'clock'],
    (services) => new InlineBackgroundJobManager(services),
  ),
];
