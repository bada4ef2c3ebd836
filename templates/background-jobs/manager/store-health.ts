import type { BackgroundJobLogger } from '../abstractions/background-job-logger.js';
import { describeError } from './describe-error.js';

export type StoreOperation = 'claim' | 'renew' | 'settle';

/** Says once when the store stops answering, and once when all that had failed works again. */
export class StoreHealth {
  private readonly failing = new Set<StoreOperation>();

  constructor(
    private readonly workerName: string,
    private readonly logger: BackgroundJobLogger,
  ) {}

  isFailing(operation: StoreOperation): boolean {
    return this.failing.has(operation);
  }

  failed(operation: StoreOperation, error: unknown): void {
    if (this.failing.size === 0) {
      const { message, stack } = describeError(error);
      this.logger.error(
        `${this.workerName} cannot ${operation} background jobs and keeps trying: ${message}`,
        stack,
      );
    }
    this.failing.add(operation);
  }

  succeeded(operation: StoreOperation): void {
    if (this.failing.delete(operation) && this.failing.size === 0) {
      this.logger.log(
        `${this.workerName} reaches the store of background jobs again.`,
      );
    }
  }
}
