/** What the workers of all processes had better know at once. A signal that is lost costs time and nothing else. */
export type BackgroundJobSignal =
  /** Jobs are due, or will be in so many milliseconds. */
  | {
      readonly kind: 'enqueued';
      readonly jobNames: readonly string[];
      readonly delay: number;
    }
  /** Jobs were taken away from whoever runs them. */
  | { readonly kind: 'cancelled'; readonly jobIds: readonly string[] };

/** Carries signals between processes, where the database can. */
export interface IBackgroundJobNotifier {
  /** @param receive is called with what other processes send. Never rejects: without a connection it keeps trying. */
  start(receive: (signal: BackgroundJobSignal) => void): Promise<void>;
  /** Sends soon, several at once where they come fast. Never throws. */
  notify(signal: BackgroundJobSignal): void;
  stop(): Promise<void>;
}
