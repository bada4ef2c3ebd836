import type { BackgroundJobLogger } from '../abstractions/background-job-logger.js';
import { describeError } from '../manager/describe-error.js';

export type StoreOperation = 'claim' | 'renew' | 'settle';

/** Says once when the store stops answering, and once when all that had failed works again. */
export class StoreHealth {
  private readonly failing = new Map<StoreOperation, string>();

  constructor(
    private readonly workerName: string,
    private readonly logger: BackgroundJobLogger,
  ) {}

  isFailing(operation: StoreOperation): boolean {
    return this.failing.has(operation);
  }

  /** What fails at the moment, and why; `null` when all works. */
  getProblem(): string | null {
    const [failure] = this.failing;
    return failure ? `cannot ${failure[0]}: ${failure[1]}` : null;
  }

  failed(operation: StoreOperation, error: unknown): void {
    const { message, stack } = describeError(error);
    if (this.failing.size === 0) {
      this.logger.error(
        `${this.workerName} cannot ${operation} background jobs and keeps trying: ${message}`,
        stack,
      );
    }
    this.failing.set(operation, message);
  }

  succeeded(operation: StoreOperation): void {
    if (this.failing.delete(operation) && this.failing.size === 0) {
      this.logger.log(
        `${this.workerName} reaches the store of background jobs again.`,
      );
    }
  }
}
