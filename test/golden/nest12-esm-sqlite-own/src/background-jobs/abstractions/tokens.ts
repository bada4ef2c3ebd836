// Injection tokens, each with the type that stands behind it. Provide your own under a token to replace a service.

/** `IBackgroundJobManager` */
export const BACKGROUND_JOB_MANAGER = Symbol('BACKGROUND_JOB_MANAGER');
/** `IDynamicBackgroundJobManager` */
export const DYNAMIC_BACKGROUND_JOB_MANAGER = Symbol(
  'DYNAMIC_BACKGROUND_JOB_MANAGER',
);
/** `IBackgroundJobStore` */
export const BACKGROUND_JOB_STORE = Symbol('BACKGROUND_JOB_STORE');
/** `IBackgroundJobRepository` */
export const BACKGROUND_JOB_REPOSITORY = Symbol('BACKGROUND_JOB_REPOSITORY');
/** `IBackgroundJobOperations` */
export const BACKGROUND_JOB_OPERATIONS = Symbol('BACKGROUND_JOB_OPERATIONS');
/** `IBackgroundJobTelemetry` */
export const BACKGROUND_JOB_TELEMETRY = Symbol('BACKGROUND_JOB_TELEMETRY');
/** `IBackgroundJobNotifier` */
export const BACKGROUND_JOB_NOTIFIER = Symbol('BACKGROUND_JOB_NOTIFIER');
/** `IBackgroundJobSerializer` */
export const BACKGROUND_JOB_SERIALIZER = Symbol('BACKGROUND_JOB_SERIALIZER');
/** `IBackgroundJobExecuter` */
export const BACKGROUND_JOB_EXECUTER = Symbol('BACKGROUND_JOB_EXECUTER');
/** `IBackgroundJobActivator` */
export const BACKGROUND_JOB_ACTIVATOR = Symbol('BACKGROUND_JOB_ACTIVATOR');
/** `BackgroundJobWorkerFactory` */
export const BACKGROUND_JOB_WORKER_FACTORY = Symbol(
  'BACKGROUND_JOB_WORKER_FACTORY',
);
/** `Clock` */
export const BACKGROUND_JOB_CLOCK = Symbol('BACKGROUND_JOB_CLOCK');
/** `BackgroundJobLogger` */
export const BACKGROUND_JOB_LOGGER = Symbol('BACKGROUND_JOB_LOGGER');
/** `BackgroundJobsOptions`, as they were given to the module. */
export const BACKGROUND_JOBS_MODULE_OPTIONS = Symbol(
  'BACKGROUND_JOBS_MODULE_OPTIONS',
);
/** `BackgroundJobWorkerOptions`: the options with all defaults. */
export const BACKGROUND_JOB_WORKER_OPTIONS = Symbol(
  'BACKGROUND_JOB_WORKER_OPTIONS',
);
