import { Inject, Module } from '@nestjs/common';
import type { DynamicModule, OnApplicationShutdown } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { BACKGROUND_JOB_REPOSITORY } from '../abstractions/tokens.js';
import type { BackgroundJobsPersistenceOptions } from '../nest/background-jobs-persistence.js';
import { hostDataSource } from './host-data-source.js';
import { openJobsDataSource } from './jobs-data-source.js';
import type { JobsDataSource } from './jobs-data-source.js';
import { TypeOrmBackgroundJobRepository } from './typeorm-background-job.repository.js';

const CONNECTION_STRING = Symbol('BACKGROUND_JOBS_CONNECTION_STRING');
const JOBS_DATA_SOURCE = Symbol('BACKGROUND_JOBS_DATA_SOURCE');

/** Keeps background jobs in a database, through TypeORM: gives `BACKGROUND_JOB_REPOSITORY`, and owns the connection behind it. */
@Module({})
export class BackgroundJobsTypeOrmModule implements OnApplicationShutdown {
  constructor(
    @Inject(JOBS_DATA_SOURCE) private readonly jobs: JobsDataSource,
  ) {}

  /** @param options how to learn the connection string of the module's options */
  static forRoot({
    imports,
    inject,
    useFactory,
  }: BackgroundJobsPersistenceOptions): DynamicModule {
    return {
      module: BackgroundJobsTypeOrmModule,
      imports: [...imports, ...hostDataSource.imports()],
      providers: [
        { provide: CONNECTION_STRING, inject, useFactory },
        {
          provide: JOBS_DATA_SOURCE,
          inject: [CONNECTION_STRING, ...hostDataSource.inject()],
          useFactory: (
            connectionString: string | undefined,
            host?: DataSource,
          ) => openJobsDataSource(connectionString, host),
        },
        {
          provide: BACKGROUND_JOB_REPOSITORY,
          inject: [JOBS_DATA_SOURCE],
          useFactory: ({ dataSource }: JobsDataSource) =>
            new TypeOrmBackgroundJobRepository(dataSource),
        },
      ],
      exports: [BACKGROUND_JOB_REPOSITORY],
    };
  }

  /** The last of Nest's shutdown hooks: the workers, which stop in an earlier one, still need the connection. */
  async onApplicationShutdown(): Promise<void> {
    await this.jobs.close();
  }
}
