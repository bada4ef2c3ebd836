import { Global, Inject, Module } from '@nestjs/common';
import type {
  DynamicModule,
  ModuleMetadata,
  OnApplicationBootstrap,
  OnModuleDestroy,
  Provider,
} from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import type { Clock } from './abstractions/clock.js';
import {
  BACKGROUND_JOB_CLOCK,
  BACKGROUND_JOB_NOTIFIER,
  BACKGROUND_JOB_REPOSITORY,
  BACKGROUND_JOB_STORE,
} from './abstractions/tokens.js';
import type {
  BackgroundJobsModuleAsyncOptions,
  BackgroundJobsModuleOptions,
  BackgroundJobsModuleSetup,
} from './background-jobs.options.js';
import { BackgroundJobsDatabaseModule } from './database.js';
import type { IBackgroundJobRepository } from './domain/background-job-repository.js';
import { BackgroundJobStore } from './domain/background-job-store.js';
import { BackgroundJobCleanupWorker } from './worker/background-job-cleanup-worker.js';
import { BackgroundJobWorkerManager } from './worker/background-job-worker-manager.js';
import { InMemoryBackgroundJobStore } from './memory/in-memory-background-job-store.js';
import { noBackgroundJobNotifier } from './manager/no-background-job-notifier.js';
import { BackgroundJobsOptionsModule } from './nest/background-jobs-options.module.js';
import { RecurringBackgroundJobs } from './recurring/recurring-background-jobs.js';
import { endOnNextSignal } from './nest/end-on-next-signal.js';
import { backgroundJobsOperationsProviders } from './nest/background-jobs-operations.providers.js';
import { backgroundJobsProviders } from './nest/background-jobs.providers.js';

/** Background jobs. Import it once, in the root module; its services can be injected everywhere. */
@Global()
@Module({})
export class BackgroundJobsModule
  implements OnApplicationBootstrap, OnModuleDestroy
{
  constructor(
    @Inject(BackgroundJobWorkerManager)
    private readonly workers: BackgroundJobWorkerManager,
    @Inject(BackgroundJobCleanupWorker)
    private readonly cleanup: BackgroundJobCleanupWorker,
    @Inject(RecurringBackgroundJobs)
    private readonly recurring: RecurringBackgroundJobs,
  ) {}

  static forRoot(options: BackgroundJobsModuleOptions = {}): DynamicModule {
    return BackgroundJobsModule.forRootAsync({
      ...options,
      useFactory: () => options,
    });
  }

  static forRootAsync(
    options: BackgroundJobsModuleAsyncOptions,
  ): DynamicModule {
    const optionsModule = BackgroundJobsOptionsModule.for(options);
    const store = storeOf(options, optionsModule);
    // Of several providers with one token, Nest takes the last.
    const providers = [
      ...backgroundJobsProviders,
      ...backgroundJobsOperationsProviders,
      ...store.providers,
      ...(options.providers ?? []),
    ];
    return {
      module: BackgroundJobsModule,
      imports: [
        DiscoveryModule,
        optionsModule,
        ...store.imports,
        ...(options.imports ?? []),
      ],
      providers,
      exports: [...providers],
    };
  }

  async onApplicationBootstrap(): Promise<void> {
    this.recurring.start();
    await this.workers.start();
    this.cleanup.start();
  }

  /** Before databases are disconnected. Nest calls it on `app.close()`, and on signals only after `app.enableShutdownHooks()`. */
  async onModuleDestroy(): Promise<void> {
    const signalMayWait = endOnNextSignal();
    try {
      await Promise.all([
        this.recurring.stop(),
        this.workers.stop(),
        this.cleanup.stop(),
      ]);
    } finally {
      signalMayWait();
    }
  }
}

const withoutNotifier: Provider = {
  provide: BACKGROUND_JOB_NOTIFIER,
  useValue: noBackgroundJobNotifier,
};

interface StoreParts {
  readonly imports: NonNullable<ModuleMetadata['imports']>;
  readonly providers: readonly Provider[];
}

function storeOf(
  { store = 'database', providers = [] }: BackgroundJobsModuleSetup,
  optionsModule: DynamicModule,
): StoreParts {
  if (
    providers.some(
      (provider) =>
        'provide' in provider && provider.provide === BACKGROUND_JOB_STORE,
    )
  ) {
    return { imports: [], providers: [withoutNotifier] };
  }
  switch (store) {
    case 'memory':
      return {
        imports: [],
        providers: [
          {
            provide: BACKGROUND_JOB_STORE,
            inject: [BACKGROUND_JOB_CLOCK],
            useFactory: (clock: Clock) => new InMemoryBackgroundJobStore(clock),
          },
          withoutNotifier,
        ],
      };
    case 'database':
      return {
        imports: [BackgroundJobsDatabaseModule.forRoot(optionsModule)],
        providers: [
          {
            provide: BACKGROUND_JOB_STORE,
            inject: [BACKGROUND_JOB_REPOSITORY],
            useFactory: (repository: IBackgroundJobRepository) =>
              new BackgroundJobStore(repository),
          },
        ],
      };
  }
}
