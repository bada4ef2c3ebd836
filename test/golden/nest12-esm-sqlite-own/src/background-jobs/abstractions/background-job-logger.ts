/** Nest's `Logger` is one. */
export interface BackgroundJobLogger {
  log(message: string): void;
  warn(message: string): void;
  error(message: string, stack?: string): void;
}
