const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Whether the user wants the program to end. While it is watched, a signal does not end it: it puts things in order first. */
export interface Interruption {
  readonly signal: () => NodeJS.Signals | null;
  readonly stop: () => void;
}

export function watchInterruption(): Interruption {
  let received: NodeJS.Signals | null = null;
  const note = (signal: NodeJS.Signals): void => {
    received ??= signal;
  };
  signals.forEach((signal) => process.on(signal, note));
  return {
    signal: () => received,
    stop: () => signals.forEach((signal) => process.off(signal, note)),
  };
}
