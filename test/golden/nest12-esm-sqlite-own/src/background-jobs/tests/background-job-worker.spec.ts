import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import { BackgroundJobNameFilter } from '../abstractions/background-job-name-filter.js';
import { BackgroundJobPriority } from '../abstractions/background-job-priority.js';
import type { IBackgroundJobStore } from '../abstractions/background-job-store.js';
import type { JobExecutionContext } from '../abstractions/job-execution-context.js';
import {
  createJobHost,
  jobOf,
  type JobHost,
  type JobHostSetup,
} from '../testing/job-host.js';
import { EmailArgs, ReportArgs } from '../testing/test-args.js';
import { testStores, type TestStore } from '../testing/test-stores.js';
import { createGate, sleep, until } from '../testing/until.js';

const HOUR = 3_600_000;

describe.each(testStores)('BackgroundJobWorker, $name', ({ create }) => {
  let testStore: TestStore;
  let store: IBackgroundJobStore;
  const hosts: JobHost[] = [];

  beforeEach(async () => {
    testStore = await create();
    store = testStore.store;
  });
  afterEach(async () => {
    await Promise.all(hosts.splice(0).map((host) => host.stopAll()));
    await testStore.destroy();
  });

  function hostOf(setup: Omit<JobHostSetup, 'store'>): JobHost {
    const host = createJobHost({ store, ...setup });
    hosts.push(host);
    return host;
  }

  async function given(
    jobName: string,
    jobArgs = '{"to":"me"}',
    priority = BackgroundJobPriority.Normal,
  ): Promise<string> {
    const id = randomUUID();
    await store.insert({ id, jobName, jobArgs, priority });
    return id;
  }

  const isGone = async (id: string): Promise<boolean> =>
    (await store.find(id)) === null;
  const lastErrorOf = async (id: string): Promise<unknown> => {
    const { lastError } = (await store.find(id))?.extraProperties ?? {};
    return lastError;
  };

  it('17. a successful job is deleted', async () => {
    const host = hostOf({ jobs: [jobOf(EmailArgs, () => undefined)] });
    const id = await host.manager.enqueue(new EmailArgs('me'));
    await host.createWorker().start();
    await until(() => isGone(id));
  });

  it('17. a successful job that is kept has its completion time and waits no more', async () => {
    const host = hostOf({
      jobs: [jobOf(EmailArgs, () => undefined)],
      options: { storeSuccessfulJobs: true },
    });
    const id = await host.manager.enqueue(new EmailArgs('me'));
    await host.createWorker().start();
    await until(
      async () => (await store.find(id))?.completionTime instanceof Date,
    );
    expect(await store.getWaitingJobs(null, 10)).toEqual([]);
  });

  it('18. a worker takes the jobs its filter matches, and no others', async () => {
    const emails = await given('emails');
    const reports = await given('reports', '{"title":"sales"}');
    const host = hostOf({
      jobs: [
        jobOf(EmailArgs, () => undefined),
        jobOf(ReportArgs, () => undefined),
      ],
    });
    const worker = host.createWorker();

    await worker.start(
      'only emails',
      BackgroundJobNameFilter.include(['emails']),
    );
    await until(() => isGone(emails));
    await sleep(50);
    expect(await store.find(reports)).toMatchObject({ tryCount: 0 });
    await worker.stop();

    const more = await given('emails');
    await worker.start(
      'no emails',
      BackgroundJobNameFilter.exclude(['emails']),
    );
    await until(() => isGone(reports));
    await sleep(50);
    expect(await store.find(more)).toMatchObject({ tryCount: 0 });
  });

  it('24. runs as many jobs at a time as it may, the others wait; a slot that falls free is filled at once', async () => {
    const gates = new Map<string, () => void>();
    const job = jobOf(EmailArgs, async ({ to }) => {
      const gate = createGate();
      gates.set(to, gate.open);
      await gate.opened;
    });
    for (const to of ['1', '2', '3', '4', '5']) {
      await given('emails', JSON.stringify({ to }));
      await sleep(2);
    }
    await hostOf({
      jobs: [job],
      options: { maxParallelJobExecutionCount: 2, jobPollPeriod: HOUR },
    })
      .createWorker()
      .start();

    await until(() => gates.size === 2);
    expect([...gates.keys()]).toEqual(['1', '2']);
    expect(await store.getWaitingJobs(null, 10)).toHaveLength(3);
    gates.get('2')?.();
    await until(() => gates.has('3'));
    for (const to of ['1', '3', '4', '5']) {
      await until(() => gates.has(to));
      gates.get(to)?.();
    }
  });

  it('25. a job that another worker has claimed is skipped, the others run', async () => {
    const claimed = await given('emails');
    await store.claim({
      applicationName: null,
      nameFilter: BackgroundJobNameFilter.none,
      maxResultCount: 1,
      maxCountByName: new Map(),
      order: 'dueTime',
      leaseDuration: HOUR,
    });
    const free = await given('emails');
    await hostOf({ jobs: [jobOf(EmailArgs, () => undefined)] })
      .createWorker()
      .start();
    await until(() => isGone(free));
    expect(await store.find(claimed)).toMatchObject({ tryCount: 1 });
  });

  it('26. several at a time and kept: all get their completion time', async () => {
    const ids = await Promise.all(
      ['1', '2', '3', '4'].map((to) => given('emails', JSON.stringify({ to }))),
    );
    const options = {
      storeSuccessfulJobs: true,
      maxParallelJobExecutionCount: 3,
    };
    await hostOf({ jobs: [jobOf(EmailArgs, () => undefined)], options })
      .createWorker()
      .start();
    for (const id of ids) {
      await until(
        async () => (await store.find(id))?.completionTime instanceof Date,
      );
    }
  });

  it('only takes jobs of its own application', async () => {
    const foreign = await given('emails');
    const host = hostOf({
      jobs: [jobOf(EmailArgs, () => undefined)],
      options: { applicationName: 'shop' },
    });
    const own = await host.manager.enqueue(new EmailArgs('me'));
    await host.createWorker().start();
    await until(() => isGone(own));
    expect(await store.find(foreign)).toMatchObject({ tryCount: 0 });
  });

  it('starts jobs by priority', async () => {
    const order: string[] = [];
    for (const [to, priority] of Object.entries({
      low: BackgroundJobPriority.Low,
      normal: BackgroundJobPriority.Normal,
      high: BackgroundJobPriority.High,
    })) {
      await given('emails', JSON.stringify({ to }), priority);
    }
    const job = jobOf(EmailArgs, ({ to }) => void order.push(to));
    await hostOf({ jobs: [job], options: { maxParallelJobExecutionCount: 1 } })
      .createWorker()
      .start();
    await until(() => order.length === 3);
    expect(order).toEqual(['high', 'normal', 'low']);
  });

  it('tells the job about itself', async () => {
    const contexts: JobExecutionContext[] = [];
    const host = hostOf({
      jobs: [jobOf(EmailArgs, (_args, context) => void contexts.push(context))],
    });
    const id = await host.manager.enqueue(new EmailArgs('me'), {
      priority: BackgroundJobPriority.High,
    });
    await host.createWorker().start();
    await until(() => contexts.length === 1);
    expect(contexts[0]).toMatchObject({
      jobId: id,
      jobName: 'emails',
      tryCount: 1,
      priority: BackgroundJobPriority.High,
      wasStalled: false,
    });
    expect(contexts[0]?.signal.aborted).toBe(false);
  });

  it('a failed job waits for its next try and keeps the reason', async () => {
    const id = await given('emails');
    const job = jobOf(
      EmailArgs,
      () => Promise.reject(new Error('no mail server')),
      { retry: { firstWaitDuration: HOUR } },
    );
    await hostOf({ jobs: [job] })
      .createWorker()
      .start();
    await until(async () => (await lastErrorOf(id)) !== undefined);
    const row = await store.find(id);
    expect(row).toMatchObject({
      tryCount: 1,
      isAbandoned: false,
      extraProperties: { lastError: { message: 'no mail server' } },
    });
    expect(Number(row?.nextTryTime) - Number(row?.lastTryTime)).toBe(HOUR);
  });

  it('a job is given up after the tries that its own policy allows', async () => {
    let tries = 0;
    const job = jobOf(
      EmailArgs,
      () => {
        tries += 1;
        throw new Error(`failure ${tries}`);
      },
      { retry: { firstWaitDuration: 0, maxTryCount: 3 } },
    );
    const id = await given('emails');
    await hostOf({ jobs: [job] })
      .createWorker()
      .start();
    await until(async () => (await store.find(id))?.isAbandoned === true);
    expect(tries).toBe(3);
    expect(await lastErrorOf(id)).toMatchObject({ message: 'failure 3' });
  });

  it.each(['{"to":', '[]'])(
    'arguments that cannot be read abandon the job at once, with the reason: %s',
    async (jobArgs) => {
      const id = await given('emails', jobArgs);
      await hostOf({ jobs: [jobOf(EmailArgs, () => undefined)] })
        .createWorker()
        .start();
      await until(async () => (await store.find(id))?.isAbandoned === true);
      expect(await store.find(id)).toMatchObject({ tryCount: 1 });
      expect(JSON.stringify(await lastErrorOf(id))).toContain(
        'Stored arguments cannot be read as EmailArgs',
      );
    },
  );

  it('an unknown name is left to a worker that knows it', async () => {
    const unknown = await given('unknown');
    const known = await given('emails');
    await hostOf({ jobs: [jobOf(EmailArgs, () => undefined)] })
      .createWorker()
      .start();
    await until(() => isGone(known));
    await sleep(50);
    expect(await store.find(unknown)).toMatchObject({
      tryCount: 0,
      isAbandoned: false,
    });
  });

  it("an unknown name is abandoned with ABP's rule", async () => {
    const id = await given('unknown');
    await hostOf({ jobs: [], options: { unknownJobNames: 'abandon' } })
      .createWorker()
      .start();
    await until(async () => (await store.find(id))?.isAbandoned === true);
    expect(JSON.stringify(await lastErrorOf(id))).toContain(
      "No background job with the name 'unknown'",
    );
  });

  it('the job of a worker that died runs when its lease has ended, and knows it', async () => {
    const id = await given('emails');
    await store.claim({
      applicationName: null,
      nameFilter: BackgroundJobNameFilter.none,
      maxResultCount: 1,
      maxCountByName: new Map(),
      order: 'dueTime',
      leaseDuration: 30,
    });
    const contexts: JobExecutionContext[] = [];
    const job = jobOf(
      EmailArgs,
      (_args, context) => void contexts.push(context),
      { retry: { maxTryCount: 2 } },
    );
    await hostOf({ jobs: [job] })
      .createWorker()
      .start();
    await until(() => isGone(id));
    expect(contexts).toMatchObject([
      { jobId: id, tryCount: 2, wasStalled: true },
    ]);
  });

  it('a job that kills its process each time is given up after its tries, without being run again', async () => {
    const id = await given('emails');
    await store.claim({
      applicationName: null,
      nameFilter: BackgroundJobNameFilter.none,
      maxResultCount: 1,
      maxCountByName: new Map(),
      order: 'dueTime',
      leaseDuration: 10,
    });
    let tries = 0;
    const job = jobOf(
      EmailArgs,
      () => {
        tries += 1;
      },
      { retry: { maxTryCount: 1 } },
    );
    await hostOf({ jobs: [job] })
      .createWorker()
      .start();
    await until(async () => (await store.find(id))?.isAbandoned === true);
    expect(tries).toBe(0);
    expect(JSON.stringify(await lastErrorOf(id))).toContain(
      'its process died or hung',
    );
  });

  it('a job longer than its lease runs once', async () => {
    let runs = 0;
    const job = jobOf(EmailArgs, async () => {
      runs += 1;
      await sleep(1_500);
    });
    const id = await given('emails');
    // Long enough for a renewal that a busy machine delays.
    const options = { leaseDuration: 900 };
    await hostOf({ jobs: [job], options })
      .createWorker()
      .start();
    await hostOf({ jobs: [job], options })
      .createWorker()
      .start();
    await until(() => isGone(id));
    expect(runs).toBe(1);
  });

  it('a job whose row is deleted while it runs is told to stop', async () => {
    const reasons: Error[] = [];
    const job = jobOf(
      EmailArgs,
      (_args, { signal }) =>
        new Promise<void>((resolve) => {
          signal.addEventListener('abort', () => {
            reasons.push(signal.reason as Error);
            resolve();
          });
        }),
    );
    const id = await given('emails');
    const host = hostOf({ jobs: [job], options: { leaseDuration: 900 } });
    const worker = host.createWorker();
    await worker.start();
    await until(async () => (await store.find(id))?.tryCount === 1);
    await store.delete(id);
    await until(() => reasons.length > 0);
    expect(reasons).toEqual([
      expect.objectContaining({
        message: expect.stringContaining("no longer this worker's") as string,
      }),
    ]);
    await worker.stop();
    expect(host.log.slice(1)).toEqual([
      expect.stringContaining('was lost while it ran'),
    ]);
  });

  it('two processes on one store run each job once', async () => {
    const runs = new Map<string, number>();
    const job = jobOf(EmailArgs, async ({ to }) => {
      runs.set(to, (runs.get(to) ?? 0) + 1);
      await sleep(1);
    });
    const [a, b] = [hostOf({ jobs: [job] }), hostOf({ jobs: [job] })];
    await Promise.all([a.createWorker().start(), b.createWorker().start()]);
    for (let index = 0; index < 60; index += 1) {
      await (index % 2 ? a : b).manager.enqueue(new EmailArgs(`${index}`));
    }
    await until(() => runs.size === 60);
    expect([...runs.values()].every((count) => count === 1)).toBe(true);
  });
});
