import type {
  BackgroundJobArgsType,
  BackgroundJobType,
} from './background-job.js';
import type { BackgroundJobRetryPolicy } from './background-job-retry-policy.js';

export interface BackgroundJobDecoratorOptions {
  /** Overrides the defaults of the worker's options for this job. */
  readonly retry?: Partial<BackgroundJobRetryPolicy>;
}

export interface BackgroundJobDefinition {
  readonly argsType: BackgroundJobArgsType;
  readonly retry: Partial<BackgroundJobRetryPolicy>;
}

const definitions = new WeakMap<object, BackgroundJobDefinition>();

/**
 * Marks a class as the job for these arguments. Listed among a module's `providers`, it is found and registered by itself; no
 * `@Injectable()` is needed, except to choose a scope.
 */
export function BackgroundJob<TArgs extends object>(
  argsType: BackgroundJobArgsType<TArgs>,
  options: BackgroundJobDecoratorOptions = {},
): (jobType: BackgroundJobType<TArgs>) => void {
  return (jobType) => {
    definitions.set(jobType, { argsType, retry: options.retry ?? {} });
  };
}

/** What {@link BackgroundJob} says about the class; `null` for anything else. A subclass is not a job by its parent's decorator. */
export function getBackgroundJobDefinition(
  jobType: unknown,
): BackgroundJobDefinition | null {
  return typeof jobType === 'function'
    ? (definitions.get(jobType) ?? null)
    : null;
}
