import type { FactoryProvider, ModuleMetadata, Provider } from '@nestjs/common';
import type { RecurringBackgroundJob } from './abstractions/recurring-background-job.js';
import type { BackgroundJobsDatabaseOptions } from './database.js';
import type { BackgroundJobNaming } from './manager/background-job-options.js';
import type { BackgroundJobWorkerOptions } from './worker/background-job-worker-options.js';

/** What can be known late, from the configuration. Everything has a default. */
export interface BackgroundJobsOptions
  extends
    Partial<BackgroundJobWorkerOptions>,
    BackgroundJobNaming,
    BackgroundJobsDatabaseOptions {
  /** Jobs that are enqueued by cron expressions. Default: none. */
  readonly recurringJobs?: readonly RecurringBackgroundJob[];
}

/** What shapes the module and so has to be known when it is imported. */
export interface BackgroundJobsModuleSetup {
  /** `memory`: jobs end with the process, and no database is opened. Default: `database`. */
  readonly store?: 'database' | 'memory';
  /**
   * Services that take the place of the module's own, under the tokens of `abstractions/tokens`, such as
   * `{ provide: BACKGROUND_JOB_SERIALIZER, useClass: MySerializer }`. With a store among them no database is opened.
   */
  readonly providers?: readonly Provider[];
  /** Modules that export what `providers` and `useFactory` inject. */
  readonly imports?: NonNullable<ModuleMetadata['imports']>;
}

export interface BackgroundJobsModuleOptions
  extends BackgroundJobsOptions, BackgroundJobsModuleSetup {}

export interface BackgroundJobsModuleAsyncOptions extends BackgroundJobsModuleSetup {
  readonly inject?: NonNullable<FactoryProvider['inject']>;
  readonly useFactory: FactoryProvider<
    BackgroundJobsOptions | Promise<BackgroundJobsOptions>
  >['useFactory'];
}
