import type {
  BackgroundJobEvent,
  BackgroundJobListener,
} from '../abstractions/background-job-event.js';
import type { BackgroundJobLogger } from '../abstractions/background-job-logger.js';
import { describeError } from './describe-error.js';

/** What happens to the jobs of this process, for whoever wants to know: the log, metrics, the application. */
export class BackgroundJobEvents {
  private readonly listeners = new Set<BackgroundJobListener>();

  constructor(private readonly logger: BackgroundJobLogger) {}

  /** Returns what ends the subscription. Listeners are called in turn and not awaited; an error of one is logged. */
  subscribe(listener: BackgroundJobListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  emit(event: BackgroundJobEvent): void {
    for (const listener of this.listeners) {
      try {
        listener(event);
      } catch (error) {
        const { message, stack } = describeError(error);
        this.logger.error(
          `A listener of background job events failed on '${event.kind}': ${message}`,
          stack,
        );
      }
    }
  }
}
