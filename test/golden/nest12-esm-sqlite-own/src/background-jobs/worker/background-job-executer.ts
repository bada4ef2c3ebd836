import { BackgroundJobExecutionError } from '../abstractions/background-job-errors.js';
import type {
  BackgroundJobExecution,
  IBackgroundJobActivator,
  IBackgroundJobExecuter,
} from '../abstractions/background-job-executer.js';
import type { CurrentBackgroundJob } from '../abstractions/current-background-job.js';
import type { CurrentTenant } from '../abstractions/current-tenant.js';
import { describeError } from '../manager/describe-error.js';

/** Makes the job's instance and runs it once: under the tenant its arguments name, with its context at hand for all the code it calls. */
export class BackgroundJobExecuter implements IBackgroundJobExecuter {
  constructor(
    private readonly activator: IBackgroundJobActivator,
    private readonly currentTenant: CurrentTenant,
    private readonly currentJob: CurrentBackgroundJob,
  ) {}

  async execute({
    jobType,
    jobArgs,
    context,
  }: BackgroundJobExecution): Promise<unknown> {
    const run = () =>
      this.currentJob.run(context, async () => {
        const job = await this.activator.activate(jobType, context);
        return job.execute(jobArgs, context);
      });
    try {
      return await this.underTenantOf(jobArgs, run);
    } catch (error) {
      throw new BackgroundJobExecutionError(
        `${jobType.name} failed: ${describeError(error).message}`,
        { cause: error },
      );
    }
  }

  /** ABP's `IMultiTenant` is the property `tenantId` here; `null` means the host, as there. */
  private underTenantOf<T>(jobArgs: object, run: () => Promise<T>): Promise<T> {
    const { tenantId } = jobArgs as { readonly tenantId?: unknown };
    if (tenantId === null) {
      return this.currentTenant.change(null, run);
    }
    return typeof tenantId === 'string'
      ? this.currentTenant.change(tenantId, run)
      : run();
  }
}
