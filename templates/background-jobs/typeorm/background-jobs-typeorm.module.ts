import { Inject, Logger, Module } from '@nestjs/common';
import type { DynamicModule, OnApplicationShutdown } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import {
  BACKGROUND_JOB_NOTIFIER,
  BACKGROUND_JOB_REPOSITORY,
  BACKGROUND_JOBS_MODULE_OPTIONS,
} from '../abstractions/tokens.js';
import type { BackgroundJobsOptions } from '../background-jobs.options.js';
import type { JobsNotifier } from './database-specifics.js';
import { hostDataSource } from './host-data-source.js';
import { openJobsDataSource } from './jobs-data-source.js';
import type { JobsDataSource } from './jobs-data-source.js';
import { jobsDatabase } from './jobs-database.js';
import { TypeOrmBackgroundJobRepository } from './typeorm-background-job.repository.js';

const JOBS_DATA_SOURCE = Symbol('BACKGROUND_JOBS_DATA_SOURCE');

/** Keeps background jobs in a database, through TypeORM: gives `BACKGROUND_JOB_REPOSITORY` and `BACKGROUND_JOB_NOTIFIER`, and owns the connection behind them. */
@Module({})
export class BackgroundJobsTypeOrmModule implements OnApplicationShutdown {
  constructor(
    @Inject(JOBS_DATA_SOURCE) private readonly jobs: JobsDataSource,
  ) {}

  /** @param optionsModule exports `BACKGROUND_JOBS_MODULE_OPTIONS`, which may name a connection string */
  static forRoot(optionsModule: DynamicModule): DynamicModule {
    return {
      module: BackgroundJobsTypeOrmModule,
      imports: [optionsModule, ...hostDataSource.imports()],
      providers: [
        {
          provide: JOBS_DATA_SOURCE,
          inject: [BACKGROUND_JOBS_MODULE_OPTIONS, ...hostDataSource.inject()],
          useFactory: (
            { connectionString }: BackgroundJobsOptions,
            host?: DataSource,
          ) => openJobsDataSource(connectionString, host),
        },
        {
          provide: BACKGROUND_JOB_REPOSITORY,
          inject: [JOBS_DATA_SOURCE, BACKGROUND_JOB_NOTIFIER],
          useFactory: (
            { dataSource }: JobsDataSource,
            notifier: JobsNotifier,
          ) => new TypeOrmBackgroundJobRepository(dataSource, notifier),
        },
        {
          provide: BACKGROUND_JOB_NOTIFIER,
          inject: [JOBS_DATA_SOURCE],
          useFactory: ({ dataSource }: JobsDataSource) =>
            jobsDatabase.createNotifier(
              dataSource,
              new Logger('BackgroundJobs'),
            ),
        },
      ],
      exports: [BACKGROUND_JOB_REPOSITORY, BACKGROUND_JOB_NOTIFIER],
    };
  }

  /** The last of Nest's shutdown hooks: the workers, which stop in an earlier one, still need the connection. */
  async onApplicationShutdown(): Promise<void> {
    await this.jobs.close();
  }
}
