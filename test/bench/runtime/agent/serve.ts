import { setTimeout as sleep } from 'node:timers/promises';
import type { Adapter, Producer } from './adapter.ts';
import { type Answers, type Command, type JobEvents, now } from './protocol.ts';

/** Milliseconds between two messages about jobs that do nothing, so that telling of them costs next to nothing. */
const TELL_EVERY = 20;

/** Jobs that are seeded at a time. */
const BATCH = 1_000;

/** Makes this process a contender's: it does what its parent says, through the adapter. */
export function serve(adapter: Adapter): void {
  let start: () => unknown = () => undefined;

  async function execute(command: Command): Promise<Answers[Command['kind']]> {
    switch (command.kind) {
      case 'setUp':
        await adapter.setUp?.();
        return null;
      case 'connect':
        start = await adapter.connectWorker(command.jobDuration === 0 ? doNothing() : last(command.jobDuration));
        return null;
      case 'go':
        await start();
        return null;
      case 'usage':
        return { cpu: (process.cpuUsage().user + process.cpuUsage().system) / 1_000, memory: process.memoryUsage.rss() / 2 ** 20 };
      case 'seed':
        await enqueueInBatches(await adapter.connectProducer(), command.count, BATCH);
        return null;
      case 'enqueueEach':
        return enqueueEach(await adapter.connectProducer(), command.callers, command.duration);
      case 'enqueueBatches':
        return enqueueBatches(await adapter.connectProducer(), command.batches, command.size);
      case 'trickle':
        return trickle(await adapter.connectProducer(), command.perSecond, command.count);
      default:
        return command satisfies never;
    }
  }

  // The benchmark has ended, however it did.
  process.once('disconnect', () => process.exit());
  process.on('message', ({ id, command }: { readonly id: number; readonly command: Command }) => {
    void execute(command).then(
      (answer) => process.send?.({ id, answer }),
      (error: unknown) => process.send?.({ id, error: String(error instanceof Error ? error.stack : error) }),
    );
  });
}

function tell(event: JobEvents['event'], numbers: readonly number[], times: readonly number[]): void {
  process.send?.({ event, numbers: Uint32Array.from(numbers), times: Float64Array.from(times) } satisfies JobEvents);
}

function doNothing(): (number: number) => void {
  let numbers: number[] = [];
  let times: number[] = [];
  return (number) => {
    if (numbers.length === 0) {
      setTimeout(() => {
        tell('started', numbers, times);
        numbers = [];
        times = [];
      }, TELL_EVERY);
    }
    numbers.push(number);
    times.push(now());
  };
}

function last(duration: number): (number: number) => Promise<void> {
  return async (number) => {
    tell('started', [number], [now()]);
    await sleep(duration);
    tell('ended', [number], [now()]);
  };
}

async function enqueueEach(producer: Producer, callers: number, duration: number): Promise<number> {
  let number = 0;
  // Connections are opened before it counts.
  await Promise.all(Array.from({ length: callers }, () => producer.enqueue(number++)));
  const first = number;
  const started = now();
  const caller = async (): Promise<void> => {
    while (now() - started < duration) {
      await producer.enqueue(number++);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return ((number - first) * 1_000) / (now() - started);
}

async function enqueueBatches(producer: Producer, batches: number, size: number): Promise<number> {
  await producer.enqueueMany(Array.from({ length: size }, (_, index) => index));
  const started = now();
  await enqueueInBatches(producer, batches * size, size);
  return (batches * size * 1_000) / (now() - started);
}

async function enqueueInBatches(producer: Producer, count: number, size: number): Promise<void> {
  for (let first = 0; first < count; first += size) {
    await producer.enqueueMany(Array.from({ length: Math.min(size, count - first) }, (_, index) => first + index));
  }
}

async function trickle(producer: Producer, perSecond: number, count: number): Promise<Float64Array> {
  const called = new Float64Array(count);
  const started = now();
  const answers: Promise<unknown>[] = [];
  for (let number = 0; number < count; number += 1) {
    await sleep(Math.max(0, started + (number * 1_000) / perSecond - now()));
    called[number] = now();
    answers.push(producer.enqueue(number));
  }
  await Promise.all(answers);
  return called;
}
