import { Inject, Logger, Module } from '@nestjs/common';
import type { DynamicModule, OnApplicationShutdown } from '@nestjs/common';
import {
  BACKGROUND_JOB_NOTIFIER,
  BACKGROUND_JOB_REPOSITORY,
  BACKGROUND_JOBS_MODULE_OPTIONS,
} from '../abstractions/tokens.js';
import type { BackgroundJobsOptions } from '../background-jobs.options.js';
import { noBackgroundJobNotifier } from '../manager/no-background-job-notifier.js';
import { createBackgroundJobsIndexes } from './background-jobs-indexes.js';
import { ChangeStreamNotifier } from './change-stream-notifier.js';
import { hostConnection } from './host-connection.js';
import { openJobsCollection } from './jobs-collection.js';
import type { JobsCollection } from './jobs-collection.js';
import { MongoBackgroundJobRepository } from './mongo-background-job.repository.js';

type HostConnection = Parameters<typeof hostConnection.databaseOf>[0];

const JOBS_COLLECTION = Symbol('BACKGROUND_JOBS_COLLECTION');
const logger = new Logger('BackgroundJobs');

/** Keeps background jobs in MongoDB: gives `BACKGROUND_JOB_REPOSITORY` and `BACKGROUND_JOB_NOTIFIER`, and owns the connection behind them. */
@Module({})
export class BackgroundJobsMongoDbModule implements OnApplicationShutdown {
  constructor(@Inject(JOBS_COLLECTION) private readonly jobs: JobsCollection) {}

  /** @param optionsModule exports `BACKGROUND_JOBS_MODULE_OPTIONS`, which may name a connection string */
  static forRoot(optionsModule: DynamicModule): DynamicModule {
    return {
      module: BackgroundJobsMongoDbModule,
      imports: [optionsModule, ...hostConnection.imports()],
      providers: [
        {
          provide: JOBS_COLLECTION,
          inject: [BACKGROUND_JOBS_MODULE_OPTIONS, ...hostConnection.inject()],
          useFactory: openWithIndexes,
        },
        {
          provide: BACKGROUND_JOB_REPOSITORY,
          inject: [JOBS_COLLECTION],
          useFactory: (jobs: JobsCollection) =>
            new MongoBackgroundJobRepository(jobs),
        },
        {
          provide: BACKGROUND_JOB_NOTIFIER,
          inject: [JOBS_COLLECTION, BACKGROUND_JOBS_MODULE_OPTIONS],
          useFactory: (
            jobs: JobsCollection,
            { changeStreams = true }: BackgroundJobsOptions,
          ) =>
            changeStreams
              ? new ChangeStreamNotifier(jobs, logger)
              : noBackgroundJobNotifier,
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

async function openWithIndexes(
  options: BackgroundJobsOptions,
  host?: HostConnection,
): Promise<JobsCollection> {
  const jobs = await openJobsCollection(
    options,
    host && (await hostConnection.databaseOf(host)),
  );
  if (options.createIndexes ?? true) {
    try {
      await createBackgroundJobsIndexes(jobs.collection, logger);
    } catch (error) {
      await jobs.close();
      throw error;
    }
  }
  return jobs;
}
