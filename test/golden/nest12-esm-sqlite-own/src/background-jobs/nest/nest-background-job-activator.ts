import { ContextIdFactory, type ModuleRef } from '@nestjs/core';
import type { IBackgroundJobActivator } from '../abstractions/background-job-executer.js';
import type {
  BackgroundJobType,
  IBackgroundJob,
} from '../abstractions/background-job.js';
import type { JobExecutionContext } from '../abstractions/job-execution-context.js';

/** Takes jobs from Nest's container. A request-scoped job has a scope of its own for every try, with the job's context as its `REQUEST`. */
export class NestBackgroundJobActivator implements IBackgroundJobActivator {
  constructor(private readonly moduleRef: ModuleRef) {}

  activate(
    jobType: BackgroundJobType,
    context: JobExecutionContext,
  ): Promise<IBackgroundJob<object>> {
    const contextId = ContextIdFactory.create();
    this.moduleRef.registerRequestByContextId(context, contextId);
    return this.moduleRef.resolve<IBackgroundJob<object>>(jobType, contextId, {
      strict: false,
    });
  }
}
