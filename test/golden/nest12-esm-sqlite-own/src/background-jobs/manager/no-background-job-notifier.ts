import type { IBackgroundJobNotifier } from '../abstractions/background-job-signal.js';

/** For stores that one process has to itself, or that cannot tell others: they find jobs by polling. */
export const noBackgroundJobNotifier: IBackgroundJobNotifier = {
  start: () => Promise.resolve(),
  notify: () => undefined,
  stop: () => Promise.resolve(),
};
