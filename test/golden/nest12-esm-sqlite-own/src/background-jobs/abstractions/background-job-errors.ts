export interface BackgroundJobErrorOptions {
  /** What was thrown before. */
  readonly cause?: unknown;
}

/** What all errors of the background jobs are. */
export abstract class BackgroundJobError extends Error {
  /** What was thrown before, and led to it. */
  declare readonly cause?: unknown;

  constructor(message?: string, options: BackgroundJobErrorOptions = {}) {
    super(message);
    if ('cause' in options) {
      // As `Error` does it since ES2022, which not every project's library knows.
      Object.defineProperty(this, 'cause', {
        value: options.cause,
        configurable: true,
        writable: true,
      });
    }
  }
}

/** The job failed and is to be tried again; the `cause` is what it threw. */
export class BackgroundJobExecutionError extends BackgroundJobError {
  override readonly name = 'BackgroundJobExecutionError';
}

/** Arguments that cannot be written, or cannot be read back. Trying again would not help. */
export class BackgroundJobSerializationError extends BackgroundJobError {
  override readonly name = 'BackgroundJobSerializationError';
}

/** Jobs or workers are set up in a way that cannot work. */
export class BackgroundJobConfigurationError extends BackgroundJobError {
  override readonly name = 'BackgroundJobConfigurationError';
}

/** Thrown by a job: do not try again, the job is abandoned. */
export class AbandonBackgroundJobError extends BackgroundJobError {
  override readonly name = 'AbandonBackgroundJobError';
}

/** Thrown by a job: try again after so long, instead of the time by its retry policy. Timeout and the number of tries bind it all the same. */
export class RetryBackgroundJobError extends BackgroundJobError {
  override readonly name = 'RetryBackgroundJobError';

  /** @param delay milliseconds from now */
  constructor(
    readonly delay: number,
    message = `The job asked to be tried again after ${delay} ms.`,
    options?: BackgroundJobErrorOptions,
  ) {
    super(message, options);
  }
}

/** The `reason` of a job's signal that was aborted. */
export class BackgroundJobAbortedError extends BackgroundJobError {
  override readonly name = 'BackgroundJobAbortedError';

  constructor(
    readonly reason: 'timeLimit' | 'cancelled' | 'lost' | 'shutdown',
    message: string,
  ) {
    super(message);
  }
}
