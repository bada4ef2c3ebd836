import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BackgroundJobPriority } from '../abstractions/background-job-priority.js';
import {
  BackgroundJobName,
  getBackgroundJobName,
} from '../abstractions/background-job-name.decorator.js';
import type { BackgroundJobType } from '../abstractions/background-job.js';
import { BackgroundJobOptions } from '../manager/background-job-options.js';
import { createJobHost, jobOf, type JobHost } from '../testing/job-host.js';
import { EmailArgs, ReportArgs } from '../testing/test-args.js';
import { testStores, type TestStore } from '../testing/test-stores.js';

@BackgroundJobName('imports')
class ImportArgs {
  constructor(readonly count: number) {}
}

const UUID_V7 =
  /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe.each(testStores)('BackgroundJobManager, $name', ({ create }) => {
  let testStore: TestStore;
  let host: JobHost;

  beforeEach(async () => {
    testStore = await create();
    host = createJobHost({
      store: testStore.store,
      jobs: [
        jobOf(EmailArgs, () => undefined),
        jobOf(ImportArgs, () => Promise.resolve()),
      ],
      options: { applicationName: 'shop' },
    });
  });
  afterEach(() => testStore.destroy());

  it.each([
    ['synchronous', new EmailArgs('me'), 'emails', '{"to":"me"}'],
    ['asynchronous', new ImportArgs(7), 'imports', '{"count":7}'],
  ])(
    '8. stores the arguments of a %s job under its name; the id is a UUID',
    async (_kind, args, jobName, jobArgs) => {
      const id = await host.manager.enqueue(args);
      expect(id).toMatch(UUID_V7);
      expect(await host.store.find(id)).toMatchObject({
        applicationName: 'shop',
        jobName,
        jobArgs,
        priority: BackgroundJobPriority.Normal,
        tryCount: 0,
      });
    },
  );

  it('takes a priority, and a delay in milliseconds', async () => {
    const id = await host.manager.enqueue(new EmailArgs('me'), {
      priority: BackgroundJobPriority.High,
      delay: 60_000,
    });
    const job = await host.store.find(id);
    expect(job?.priority).toBe(BackgroundJobPriority.High);
    expect(Number(job?.nextTryTime) - Number(job?.creationTime)).toBe(60_000);
  });

  it.each([-1, Number.NaN, Infinity])(
    'refuses a delay of %d',
    async (delay) => {
      await expect(
        host.manager.enqueue(new EmailArgs('me'), { delay }),
      ).rejects.toThrow(RangeError);
    },
  );

  it('refuses a plain object and says what to do', async () => {
    await expect(host.manager.enqueue({ to: 'me' })).rejects.toThrow(
      'instance of a class of job arguments',
    );
  });

  it('stores a job that only other processes know, and says so once', async () => {
    const id = await host.manager.enqueue(new ReportArgs('sales'));
    await host.manager.enqueue(new ReportArgs('stock'));
    expect(await host.store.find(id)).toMatchObject({ jobName: 'reports' });
    expect(host.log).toHaveLength(1);
    expect(host.log[0]).toContain(
      "No background job with the name 'reports' is registered in this process",
    );
  });
});

describe('BackgroundJobName', () => {
  it('is inherited', () => {
    class UrgentEmailArgs extends EmailArgs {}
    expect(getBackgroundJobName(UrgentEmailArgs)).toBe('emails');
  });

  it("is the class's name without the decorator, and cannot be blank", () => {
    class Plain {}
    expect(getBackgroundJobName(Plain)).toBe('Plain');
    expect(() => getBackgroundJobName(class {})).toThrow(
      'needs @BackgroundJobName',
    );
    expect(() => BackgroundJobName(' ')).toThrow('not blank');
  });
});

describe('BackgroundJobOptions', () => {
  const typeOf = (job: object): BackgroundJobType =>
    job.constructor as BackgroundJobType;

  it('finds a job by its arguments and by its name', () => {
    const options = new BackgroundJobOptions();
    const jobType = typeOf(jobOf(EmailArgs, () => undefined));
    options.addJob(jobType);
    options.addJob(jobType);
    expect(options.getJob(EmailArgs)).toMatchObject({
      argsType: EmailArgs,
      jobType,
      jobName: 'emails',
    });
    expect(options.getJob('emails')).toBe(options.getJob(EmailArgs));
    expect(options.getJobs()).toHaveLength(1);
    expect(options.getJobOrNull('reports')).toBeNull();
    expect(() => options.getJob('reports')).toThrow("with the name 'reports'");
    expect(() => options.getJob(ReportArgs)).toThrow(
      'for the arguments ReportArgs',
    );
  });

  it('refuses a second job for the same arguments or the same name, and a class that is no job', () => {
    @BackgroundJobName('emails')
    class OtherArgs {}
    const options = new BackgroundJobOptions();
    options.addJob(typeOf(jobOf(EmailArgs, () => undefined)));
    expect(() =>
      options.addJob(typeOf(jobOf(EmailArgs, () => undefined))),
    ).toThrow("is registered as the job 'emails'");
    expect(() =>
      options.addJob(typeOf(jobOf(OtherArgs, () => undefined))),
    ).toThrow("is registered as the job 'emails'");
    expect(() =>
      options.addJob(
        class NoJob {
          execute(): void {
            return;
          }
        },
      ),
    ).toThrow('NoJob is no background job');
  });

  it('refuses other arguments for a registered job', () => {
    const options = new BackgroundJobOptions();
    options.addJob(typeOf(jobOf(EmailArgs, () => undefined)));
    expect(() =>
      options.addJob({ ...options.getJob('emails'), argsType: ReportArgs }),
    ).toThrow('with the arguments ReportArgs');
  });

  it.each([
    ['waitFactor', Number.NaN],
    ['firstWaitDuration', -1],
    ['maxTryCount', 0],
  ])('refuses a job whose own %s is %d', (setting, value) => {
    const retry = { [setting]: value };
    const jobType = typeOf(jobOf(EmailArgs, () => undefined, { retry }));
    expect(() => new BackgroundJobOptions().addJob(jobType)).toThrow(
      `'${setting}' of the job 'emails' is ${value}`,
    );
  });

  it('names jobs by a rule of its own when told to', () => {
    const options = new BackgroundJobOptions({
      getBackgroundJobName: (argsType) => `shop.${argsType.name}`,
    });
    options.addJob(typeOf(jobOf(EmailArgs, () => undefined)));
    expect(options.getJob(EmailArgs).jobName).toBe('shop.EmailArgs');
    expect(options.getJobName(ReportArgs)).toBe('shop.ReportArgs');
  });
});
