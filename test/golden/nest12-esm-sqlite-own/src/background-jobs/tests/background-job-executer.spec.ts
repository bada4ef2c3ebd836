import { describe, expect, it } from 'vitest';
import { BackgroundJobExecutionError } from '../abstractions/background-job-errors.js';
import { BackgroundJobPriority } from '../abstractions/background-job-priority.js';
import type {
  BackgroundJobType,
  IBackgroundJob,
} from '../abstractions/background-job.js';
import type { JobExecutionContext } from '../abstractions/job-execution-context.js';
import { systemClock } from '../abstractions/clock.js';
import { InMemoryBackgroundJobStore } from '../memory/in-memory-background-job-store.js';
import { createJobHost, jobOf, type JobHost } from '../testing/job-host.js';
import { EmailArgs, ReportArgs } from '../testing/test-args.js';

const context: JobExecutionContext = {
  jobId: '01890a5d-ac96-774b-bcce-b302099a8057',
  jobName: 'emails',
  tryCount: 1,
  priority: BackgroundJobPriority.Normal,
  creationTime: new Date(),
  wasStalled: false,
  progress: undefined,
  signal: new AbortController().signal,
  reportProgress: () => undefined,
};

function hostOf(job: object): JobHost {
  return createJobHost({
    store: new InMemoryBackgroundJobStore(systemClock),
    jobs: [job],
  });
}

function run(host: JobHost, job: object, jobArgs: object): Promise<unknown> {
  return host.executer.execute({
    jobType: job.constructor as BackgroundJobType,
    jobArgs,
    context,
  });
}

describe('BackgroundJobExecuter', () => {
  const executions: [string, IBackgroundJob<EmailArgs>['execute']][] = [
    ['synchronous', (args) => void seen.push(args.to)],
    [
      'asynchronous',
      async (args) => {
        await Promise.resolve();
        seen.push(args.to);
      },
    ],
  ];
  const seen: string[] = [];

  it.each(executions)(
    '16. a %s job receives its arguments',
    async (_kind, execute) => {
      seen.length = 0;
      const job = jobOf(EmailArgs, execute);
      await run(hostOf(job), job, new EmailArgs('me'));
      expect(seen).toEqual(['me']);
    },
  );

  it('hands the context to the job, and to all the code below it', async () => {
    const contexts: unknown[] = [];
    const job = jobOf(EmailArgs, async (_args, own) => {
      await Promise.resolve();
      contexts.push(own, host.currentJob.context);
    });
    const host = hostOf(job);
    await run(host, job, new EmailArgs('me'));
    expect(contexts).toEqual([context, context]);
    expect(host.currentJob.context).toBeNull();
  });

  it.each([
    ['acme', new ReportArgs('sales', 'acme')],
    [null, new ReportArgs('sales', null)],
  ])(
    'runs a job under the tenant %j of its arguments',
    async (tenant, args) => {
      const tenants: (string | null)[] = [];
      const job = jobOf(
        ReportArgs,
        () => void tenants.push(host.currentTenant.id),
      );
      const host = hostOf(job);
      await host.currentTenant.change('other', () => run(host, job, args));
      expect(tenants).toEqual([tenant]);
    },
  );

  it.each([
    [
      'throws',
      () => {
        throw new Error('no mail server');
      },
    ],
    ['rejects', () => Promise.reject(new Error('no mail server'))],
  ])('wraps what a job %s', async (_how, execute) => {
    const job = jobOf(EmailArgs, execute);
    const error: unknown = await run(
      hostOf(job),
      job,
      new EmailArgs('me'),
    ).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(BackgroundJobExecutionError);
    expect((error as BackgroundJobExecutionError).cause).toMatchObject({
      message: 'no mail server',
    });
  });

  it('wraps what keeps a job from being made, so that it is tried again too', async () => {
    const job = jobOf(ReportArgs, () => undefined);
    await expect(
      run(hostOf(jobOf(EmailArgs, () => undefined)), job, new EmailArgs('me')),
    ).rejects.toThrow(BackgroundJobExecutionError);
  });

  it('keeps the tenant of the caller where the arguments name none', async () => {
    const tenants: (string | null)[] = [];
    const job = jobOf(
      EmailArgs,
      () => void tenants.push(host.currentTenant.id),
    );
    const host = hostOf(job);
    await host.currentTenant.change('other', () =>
      run(host, job, new EmailArgs('me')),
    );
    expect(tenants).toEqual(['other']);
  });
});
