import type {
  BackgroundJobArgsType,
  BackgroundJobType,
} from './background-job.js';
import type { BackgroundJobRetryPolicy } from './background-job-retry-policy.js';

export interface BackgroundJobDecoratorOptions {
  /** Overrides the defaults of the worker's options for this job. */
  readonly retry?: Partial<BackgroundJobRetryPolicy>;
  /** Milliseconds that one try may take: then its signal is aborted and it counts as failed. Default: the worker's `defaultTimeLimit`. */
  readonly timeLimit?: number;
  /** How many jobs of this kind a worker runs at a time, among all that it runs. Default: no limit of its own. */
  readonly maxParallelJobExecutionCount?: number;
}

export interface BackgroundJobDefinition extends BackgroundJobDecoratorOptions {
  readonly argsType: BackgroundJobArgsType;
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
    definitions.set(jobType, { ...options, argsType });
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
