import { AsyncLocalStorage } from 'node:async_hooks';
import type { JobExecutionContext } from './job-execution-context.js';

/** Lets code far below a job see its context, such as the signal that asks it to stop. */
export class CurrentBackgroundJob {
  private readonly storage = new AsyncLocalStorage<JobExecutionContext>();

  /** `null` outside of a job. */
  get context(): JobExecutionContext | null {
    return this.storage.getStore() ?? null;
  }

  run<T>(context: JobExecutionContext, action: () => T): T {
    return this.storage.run(context, action);
  }
}
