import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { BACKGROUND_JOBS_MODULE_OPTIONS } from '../abstractions/tokens.js';
import type { BackgroundJobsModuleAsyncOptions } from '../background-jobs.options.js';

/** Holds the options, apart from the rest, because the persistence module needs them before there is a store. */
@Module({})
export class BackgroundJobsOptionsModule {
  static for({
    imports = [],
    inject = [],
    useFactory,
  }: BackgroundJobsModuleAsyncOptions): DynamicModule {
    return {
      module: BackgroundJobsOptionsModule,
      imports,
      providers: [
        { provide: BACKGROUND_JOBS_MODULE_OPTIONS, inject, useFactory },
      ],
      exports: [BACKGROUND_JOBS_MODULE_OPTIONS],
    };
  }
}
