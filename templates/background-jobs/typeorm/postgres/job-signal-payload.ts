import type { BackgroundJobSignal } from '../abstractions/background-job-signal.js';
import { flatten } from '../domain/flatten.js';

/** What travels in a notification. Without a signal it is a listener's proof that notifications arrive. */
export interface JobSignalPayload {
  readonly sender: string;
  readonly signal?: BackgroundJobSignal;
}

/** Bytes; PostgreSQL takes fewer than 8,000. */
const maxSize = 7_000;

/** The same news as one signal of each kind. */
export function mergeSignals(
  signals: readonly BackgroundJobSignal[],
): readonly BackgroundJobSignal[] {
  const jobNames = new Set<string>();
  const jobIds = new Set<string>();
  let least = Infinity;
  for (const signal of signals) {
    switch (signal.kind) {
      case 'enqueued':
        for (const name of signal.jobNames) {
          jobNames.add(name);
        }
        least = Math.min(least, signal.delay);
        break;
      case 'cancelled':
        for (const id of signal.jobIds) {
          jobIds.add(id);
        }
        break;
      default:
        neverSent(signal);
    }
  }
  return [
    ...(jobNames.size > 0
      ? [{ kind: 'enqueued', jobNames: [...jobNames], delay: least } as const]
      : []),
    ...(jobIds.size > 0
      ? [{ kind: 'cancelled', jobIds: [...jobIds] } as const]
      : []),
  ];
}

/** As many payloads as it takes for none to be too long. */
export function writePayloads(payload: JobSignalPayload): readonly string[] {
  const text = JSON.stringify(payload);
  return Buffer.byteLength(text) <= maxSize || !payload.signal
    ? [text]
    : flatten(
        halves(payload.signal).map((signal) =>
          writePayloads({ ...payload, signal }),
        ),
      );
}

/** `null` for what some other program, or another version of this one, has sent. */
export function readPayload(text: string): JobSignalPayload | null {
  try {
    const { sender, signal } = JSON.parse(text) as JobSignalPayload;
    return signal === undefined
      ? { sender }
      : { sender, signal: known(signal) };
  } catch {
    return null;
  }
}

function halves(signal: BackgroundJobSignal): readonly BackgroundJobSignal[] {
  switch (signal.kind) {
    case 'enqueued':
      return inHalf(signal.jobNames).map((jobNames) => ({
        ...signal,
        jobNames,
      }));
    case 'cancelled':
      return inHalf(signal.jobIds).map((jobIds) => ({ ...signal, jobIds }));
    default:
      return neverSent(signal);
  }
}

function inHalf(texts: readonly string[]): readonly (readonly string[])[] {
  const middle = Math.ceil(texts.length / 2);
  return [texts.slice(0, middle), texts.slice(middle)];
}

function known(signal: BackgroundJobSignal): BackgroundJobSignal {
  switch (signal.kind) {
    case 'enqueued':
      return {
        kind: 'enqueued',
        jobNames: texts(signal.jobNames),
        delay: Number(signal.delay),
      };
    case 'cancelled':
      return { kind: 'cancelled', jobIds: texts(signal.jobIds) };
    default:
      return neverSent(signal);
  }
}

function texts(values: readonly string[]): readonly string[] {
  return values.map(String);
}

function neverSent(signal: never): never {
  throw new TypeError(`Unknown signal: ${JSON.stringify(signal)}`);
}
