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
