/** The job failed and is to be tried again; the `cause` is what it threw. */
export class BackgroundJobExecutionError extends Error {
  override readonly name = 'BackgroundJobExecutionError';
}

/** Arguments that cannot be written, or cannot be read back. Trying again would not help. */
export class BackgroundJobSerializationError extends Error {
  override readonly name = 'BackgroundJobSerializationError';
}

/** Jobs or workers are set up in a way that cannot work. */
export class BackgroundJobConfigurationError extends Error {
  override readonly name = 'BackgroundJobConfigurationError';
}

/** Thrown by a job: do not try again, the job is abandoned. */
export class AbandonBackgroundJobError extends Error {
  override readonly name = 'AbandonBackgroundJobError';
}

/** Thrown by a job: try again after so long, instead of the time by its retry policy. Timeout and the number of tries bind it all the same. */
export class RetryBackgroundJobError extends Error {
  override readonly name = 'RetryBackgroundJobError';

  /** @param delay milliseconds from now */
  constructor(
    readonly delay: number,
    message = `The job asked to be tried again after ${delay} ms.`,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The `reason` of a job's signal that was aborted. */
export class BackgroundJobAbortedError extends Error {
  override readonly name = 'BackgroundJobAbortedError';

  constructor(
    readonly reason: 'timeLimit' | 'cancelled' | 'lost' | 'shutdown',
    message: string,
  ) {
    super(message);
  }
}
