import type {
  DynamicModule,
  FactoryProvider,
  ModuleMetadata,
} from '@nestjs/common';

export interface BackgroundJobsPersistenceOptions {
  readonly imports: NonNullable<ModuleMetadata['imports']>;
  readonly inject: NonNullable<FactoryProvider['inject']>;
  /** Gives the connection string of the module's options, where there is one. */
  readonly useFactory: (options: {
    readonly connectionString?: string;
  }) => string | undefined;
}

/** What a provider folder brings: a module that exports an `IBackgroundJobRepository` under `BACKGROUND_JOB_REPOSITORY`. */
export interface BackgroundJobsPersistence {
  forRoot(options: BackgroundJobsPersistenceOptions): DynamicModule;
}
