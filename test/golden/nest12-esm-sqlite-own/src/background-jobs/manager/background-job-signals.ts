import type {
  BackgroundJobSignal,
  IBackgroundJobNotifier,
} from '../abstractions/background-job-signal.js';

type Listener = (signal: BackgroundJobSignal) => void;

/** Brings signals to the workers of this process and, by the notifier, to those of the others. */
export class BackgroundJobSignals {
  private readonly listeners = new Set<Listener>();

  constructor(private readonly notifier: IBackgroundJobNotifier) {}

  /** Returns what ends the subscription. */
  subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Here and elsewhere. */
  send(signal: BackgroundJobSignal): void {
    this.deliver(signal);
    this.notifier.notify(signal);
  }

  /** From now on signals of other processes are heard too. */
  listen(): Promise<void> {
    return this.notifier.start((signal) => this.deliver(signal));
  }

  stopListening(): Promise<void> {
    return this.notifier.stop();
  }

  /** Here only. */
  deliver(signal: BackgroundJobSignal): void {
    for (const listener of this.listeners) {
      listener(signal);
    }
  }
}
