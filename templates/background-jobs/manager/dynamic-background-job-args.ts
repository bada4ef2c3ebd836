import { BackgroundJobName } from '../abstractions/background-job-name.decorator.js';

/** The name under which all jobs of handlers are stored. */
const DYNAMIC_BACKGROUND_JOB_NAME = 'Abp.DynamicJob';

/** Wraps the arguments of a handler's job. `tenantId` is the tenant that enqueued it. */
@BackgroundJobName(DYNAMIC_BACKGROUND_JOB_NAME)
export class DynamicBackgroundJobArgs {
  constructor(
    readonly jobName: string,
    readonly jsonData: string,
    readonly tenantId: string | null,
  ) {}
}
