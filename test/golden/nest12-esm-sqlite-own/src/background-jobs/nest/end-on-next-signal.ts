import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * From now on a signal ends the process at once, where Nest, which is shutting down already, would ignore it: for who cannot wait for jobs to end. Leases
 * bring back what was running. Returns what undoes it.
 */
export function endOnNextSignal(): () => void {
  const end = (signal: NodeJS.Signals): void =>
    process.exit(128 + constants.signals[signal]);
  for (const signal of SIGNALS) {
    process.on(signal, end);
  }
  return () => {
    for (const signal of SIGNALS) {
      process.off(signal, end);
    }
  };
}
