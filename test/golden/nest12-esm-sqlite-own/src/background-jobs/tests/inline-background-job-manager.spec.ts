import { beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../abstractions/clock.js';
import type { JobExecutionContext } from '../abstractions/job-execution-context.js';
import { InlineBackgroundJobManager } from '../manager/inline-background-job-manager.js';
import { InMemoryBackgroundJobStore } from '../memory/in-memory-background-job-store.js';
import { JsonBackgroundJobSerializer } from '../manager/json-background-job-serializer.js';
import { createJobHost, jobOf } from '../testing/job-host.js';
import { EmailArgs, ReportArgs } from '../testing/test-args.js';

describe('The inline manager', () => {
  let ran: { readonly args: object; readonly context: JobExecutionContext }[];
  let manager: InlineBackgroundJobManager;

  beforeEach(() => {
    ran = [];
    const host = createJobHost({
      store: new InMemoryBackgroundJobStore(systemClock),
      jobs: [
        jobOf(EmailArgs, (args, context) => {
          ran.push({ args, context });
          if (args.to === 'broken') {
            throw new TypeError('no such address');
          }
        }),
      ],
    });
    manager = new InlineBackgroundJobManager({
      ...host,
      serializer: new JsonBackgroundJobSerializer(),
      clock: systemClock,
    });
  });

  it('has run the job when enqueue is done, with arguments as they come out of the store', async () => {
    const args = new EmailArgs('me');
    const id = await manager.enqueue(args, { delay: 60_000 });
    expect(ran).toMatchObject([
      { args: { to: 'me' }, context: { jobId: id, tryCount: 1 } },
    ]);
    expect(ran[0]?.args).toBeInstanceOf(EmailArgs);
    expect(ran[0]?.args).not.toBe(args);
  });

  it('runs many in their order, and takes an id of the caller', async () => {
    const enqueued = await manager.enqueueMany([
      { args: new EmailArgs('a') },
      { args: new EmailArgs('b') },
    ]);
    const once = await manager.enqueueOnce('invoice-42', new EmailArgs('c'));
    expect(ran.map(({ args }) => (args as EmailArgs).to)).toEqual([
      'a',
      'b',
      'c',
    ]);
    expect(ran.map(({ context }) => context.jobId)).toEqual([
      ...enqueued.map(({ id }) => id),
      once.id,
    ]);
    expect(await manager.enqueueOnce('invoice-42', new EmailArgs('d'))).toEqual(
      once,
    );
  });

  it('throws what the job throws', async () => {
    await expect(manager.enqueue(new EmailArgs('broken'))).rejects.toThrow(
      new TypeError('no such address'),
    );
  });

  it('throws for a job that is not registered', async () => {
    await expect(manager.enqueue(new ReportArgs('x'))).rejects.toThrow(
      'No background job for the arguments ReportArgs is registered.',
    );
  });
});
