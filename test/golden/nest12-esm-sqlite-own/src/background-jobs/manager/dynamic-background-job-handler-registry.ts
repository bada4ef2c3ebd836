import type { DynamicBackgroundJobHandler } from '../abstractions/dynamic-background-job-manager.js';

/** The handlers of this process, by name. */
export class DynamicBackgroundJobHandlerRegistry {
  private readonly handlers = new Map<string, DynamicBackgroundJobHandler>();

  /** Replaces a handler of the same name. */
  register(jobName: string, handler: DynamicBackgroundJobHandler): void {
    if (jobName.trim() === '') {
      throw new TypeError(
        'A handler of background jobs needs a name that is not blank.',
      );
    }
    this.handlers.set(jobName, handler);
  }

  /** `false` when there was none. */
  unregister(jobName: string): boolean {
    return this.handlers.delete(jobName);
  }

  isRegistered(jobName: string): boolean {
    return this.handlers.has(jobName);
  }

  get(jobName: string): DynamicBackgroundJobHandler | null {
    return this.handlers.get(jobName) ?? null;
  }

  getAllNames(): readonly string[] {
    return [...this.handlers.keys()];
  }

  clear(): void {
    this.handlers.clear();
  }
}
