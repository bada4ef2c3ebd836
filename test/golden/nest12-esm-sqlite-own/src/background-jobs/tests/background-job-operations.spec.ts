import { beforeEach, describe, expect, it } from 'vitest';
import type { BackgroundJobEvent } from '../abstractions/background-job-event.js';
import { BackgroundJobPriority } from '../abstractions/background-job-priority.js';
import type { BackgroundJobSignal } from '../abstractions/background-job-signal.js';
import { BackgroundJobOperations } from '../manager/background-job-operations.js';
import { InMemoryBackgroundJobStore } from '../memory/in-memory-background-job-store.js';
import { createJobHost, jobOf } from '../testing/job-host.js';
import { EmailArgs, ReportArgs } from '../testing/test-args.js';
import { TestClock } from '../testing/test-clock.js';

const HOUR = 3_600_000;

describe('Operations', () => {
  let clock: TestClock;
  let host: ReturnType<typeof createJobHost>;
  let operations: BackgroundJobOperations;
  let told: (BackgroundJobEvent | BackgroundJobSignal)[];

  beforeEach(() => {
    clock = new TestClock();
    const jobs = [
      jobOf(EmailArgs, ({ to }) => {
        if (to === 'broken') {
          throw new Error('no such address');
        }
      }),
      jobOf(ReportArgs, (_, { signal }) => aborted(signal)),
    ];
    const options = { jobPollPeriod: 1_000, defaultMaxTryCount: 1 };
    const store = new InMemoryBackgroundJobStore(clock);
    host = createJobHost({ store, clock, jobs, options });
    operations = new BackgroundJobOperations(host);
    told = [];
  });

  const listen = () => {
    host.events.subscribe((event) => told.push(event));
    host.signals.subscribe((signal) => told.push(signal));
  };
  const enqueueEmail = async (to: string, delay = 0) => {
    const id = await host.manager.enqueue(new EmailArgs(to), { delay });
    await clock.advance(1);
    return id;
  };
  const stateOf = async (id: string) => (await operations.get(id))?.state;
  const work = async () => {
    await host.createWorker().start();
    await clock.advance(0);
  };

  it('tell one job with its state, and null where there is none', async () => {
    const id = await enqueueEmail('me', HOUR);
    expect(await operations.get(id.toUpperCase())).toMatchObject({
      id,
      jobName: 'emails',
      state: 'scheduled',
    });
    expect(await operations.get('00000000-0000-7000-8000-000000000000')).toBe(
      null,
    );
    expect(await operations.get('invoice-42')).toBe(null);
  });

  it('list jobs by pages, newest first, and count them by name and state', async () => {
    const first = await enqueueEmail('a');
    const second = await enqueueEmail('b', HOUR);
    const third = await enqueueEmail('c', HOUR);
    const page = await operations.list({}, { size: 2 });
    expect(page.map(({ id }) => id)).toEqual([third, second]);
    expect(await operations.list({}, { size: 2, after: second })).toMatchObject(
      [{ id: first }],
    );
    expect(await operations.list({ states: ['waiting'] })).toMatchObject([
      { id: first },
    ]);
    expect(await operations.count()).toEqual([
      { jobName: 'emails', state: 'waiting', count: 1 },
      { jobName: 'emails', state: 'scheduled', count: 2 },
    ]);
    await expect(operations.list({}, { size: 0 })).rejects.toThrow(RangeError);
  });

  it('select nothing by an empty list', async () => {
    await enqueueEmail('a');
    expect(await operations.list({ ids: [] })).toEqual([]);
    expect(await operations.count({ states: [] })).toEqual([]);
    expect(await operations.cancel([])).toBe(0);
    expect(await operations.cancel({ jobNames: [] })).toBe(0);
    expect(await operations.cancel({})).toBe(1);
  });

  it('cancel a job that waits: its row goes, or stays with the reason', async () => {
    const gone = await enqueueEmail('a');
    const kept = await enqueueEmail('b');
    listen();
    expect(await operations.cancel(gone)).toBe(1);
    expect(await operations.cancel([kept], { reason: 'not now' })).toBe(1);
    expect(await operations.cancel([gone, kept])).toBe(0);
    expect(await operations.get(gone)).toBe(null);
    expect(await operations.get(kept)).toMatchObject({
      state: 'abandoned',
      extraProperties: { lastError: { message: 'not now' } },
    });
    expect(told).toEqual([
      { kind: 'cancelled', jobIds: [gone] },
      { kind: 'cancelled', jobId: gone },
      { kind: 'cancelled', jobIds: [kept] },
      { kind: 'cancelled', jobId: kept },
    ]);
  });

  it('cancel a job that runs, by its signal', async () => {
    const id = await host.manager.enqueue(new ReportArgs('endless'));
    await work();
    expect(await stateOf(id)).toBe('running');
    listen();
    expect(await operations.cancel(id, { reason: 'too slow' })).toBe(1);
    await clock.advance(0);
    expect(told.map(({ kind }) => kind)).toEqual([
      'lost',
      'cancelled',
      'cancelled',
    ]);
    expect(await stateOf(id)).toBe('abandoned');
  });

  it('requeue what was given up, with all its tries and its timeout before it', async () => {
    const id = await enqueueEmail('broken');
    await work();
    expect(await stateOf(id)).toBe('abandoned');
    await host.stopAll();
    await clock.advance(HOUR);
    expect(await operations.requeue({ states: ['abandoned'] })).toBe(1);
    expect(await operations.get(id)).toMatchObject({
      state: 'waiting',
      tryCount: 0,
      extraProperties: {
        delay: HOUR + 1,
        lastError: { message: 'no such address' },
      },
    });
    expect(await operations.requeue(id)).toBe(0);
  });

  it('wake the workers for what they have made due', async () => {
    const requeued = await enqueueEmail('broken');
    await work();
    const scheduled = await enqueueEmail('me', HOUR);
    listen();
    await operations.requeue(requeued);
    await operations.reschedule(scheduled, { delay: 50 });
    await clock.advance(50 + 1);
    expect(told.filter(({ kind }) => kind === 'enqueued')).toEqual([
      { kind: 'enqueued', jobNames: ['emails'], delay: 0 },
      { kind: 'enqueued', jobNames: ['emails'], delay: 0 },
    ]);
    expect(told.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['abandoned', 'succeeded']),
    );
  });

  it('give a job that waits another time or priority', async () => {
    const id = await enqueueEmail('me');
    const dueTime = new Date(clock.now().getTime() + HOUR);
    await operations.reschedule(id, { dueTime });
    await operations.setPriority(id, BackgroundJobPriority.High);
    expect(await operations.get(id)).toMatchObject({
      state: 'scheduled',
      nextTryTime: dueTime,
      priority: BackgroundJobPriority.High,
    });
    await operations.reschedule(id, { delay: 0 });
    expect(await stateOf(id)).toBe('waiting');
    await expect(operations.reschedule(id, { delay: -1 })).rejects.toThrow(
      RangeError,
    );
    await expect(
      operations.reschedule(id, { dueTime: new Date('soon') }),
    ).rejects.toThrow(RangeError);
  });

  it('delete finished jobs, and no others', async () => {
    const broken = await enqueueEmail('broken');
    await work();
    const scheduled = await enqueueEmail('me', HOUR);
    expect(await operations.delete([broken, scheduled])).toBe(1);
    expect(await operations.list()).toMatchObject([{ id: scheduled }]);
  });
});

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error));
  });
}
