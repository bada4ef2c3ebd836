import { Scope, type Type } from '@nestjs/common';
import { ContextIdFactory, type ModuleRef } from '@nestjs/core';
import type { IBackgroundJobActivator } from '../abstractions/background-job-executer.js';
import type {
  BackgroundJobType,
  IBackgroundJob,
} from '../abstractions/background-job.js';
import type { JobExecutionContext } from '../abstractions/job-execution-context.js';

/** Takes jobs from Nest's container. A request-scoped job has a scope of its own for every try, with the job's context as its `REQUEST`. */
export class NestBackgroundJobActivator implements IBackgroundJobActivator {
  private readonly singletons = new Map<
    BackgroundJobType,
    IBackgroundJob<object> | null
  >();

  constructor(private readonly moduleRef: ModuleRef) {}

  activate(
    jobType: BackgroundJobType,
    context: JobExecutionContext,
  ): Promise<IBackgroundJob<object>> {
    const singleton = this.getSingleton(jobType);
    if (singleton) {
      return Promise.resolve(singleton);
    }
    const contextId = ContextIdFactory.create();
    this.moduleRef.registerRequestByContextId(context, contextId);
    return this.moduleRef.resolve<IBackgroundJob<object>>(jobType, contextId, {
      strict: false,
    });
  }

  /** `null` for a job of another scope. Looked up once, as a look-up costs more than many a job. */
  private getSingleton(
    jobType: BackgroundJobType,
  ): IBackgroundJob<object> | null {
    let singleton = this.singletons.get(jobType);
    if (singleton === undefined) {
      const { scope } = this.moduleRef.introspect(jobType as unknown as Type);
      singleton =
        scope === Scope.DEFAULT
          ? this.moduleRef.get<IBackgroundJob<object>>(jobType, {
              strict: false,
            })
          : null;
      this.singletons.set(jobType, singleton);
    }
    return singleton;
  }
}
