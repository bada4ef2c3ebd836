import type { IBackgroundJobTelemetry } from '../abstractions/background-job-telemetry.js';

/** None: the application had no `@opentelemetry/api` when this was written. */
export function createBackgroundJobTelemetry(): IBackgroundJobTelemetry {
  return {
    enqueue: (jobs, store) => store(jobs),
    run: (_, action) => action(),
    count: () => undefined,
  };
}
