import { afterEach, describe, expect, it } from 'vitest';
import { Test, type TestingModule } from '@nestjs/testing';
import { BackgroundJob } from '../abstractions/background-job.decorator.js';
import type { IBackgroundJob } from '../abstractions/background-job.js';
import type { IBackgroundJobManager } from '../abstractions/background-job-manager.js';
import type { IBackgroundJobOperations } from '../abstractions/background-job-operations.js';
import {
  BACKGROUND_JOB_CLOCK,
  BACKGROUND_JOB_MANAGER,
  BACKGROUND_JOB_OPERATIONS,
} from '../abstractions/tokens.js';
import { BackgroundJobsModule } from '../background-jobs.module.js';
import type { BackgroundJobsModuleOptions } from '../background-jobs.options.js';
import { BackgroundJobDrain } from '../worker/background-job-drain.js';
import { InlineBackgroundJobManager } from '../manager/inline-background-job-manager.js';
import { BackgroundJobsHealthIndicator } from '../nest/background-jobs-health.indicator.js';
import { EmailArgs } from '../testing/test-args.js';
import { TestClock } from '../testing/test-clock.js';

@BackgroundJob(EmailArgs)
class SendEmailJob implements IBackgroundJob<EmailArgs> {
  static readonly sent: string[] = [];

  execute({ to }: EmailArgs): void {
    if (to === 'broken') {
      throw new TypeError('no such address');
    }
    SendEmailJob.sent.push(to);
  }
}

describe('In an application', () => {
  let app: TestingModule;

  const boot = async (options: BackgroundJobsModuleOptions): Promise<void> => {
    SendEmailJob.sent.length = 0;
    app = await Test.createTestingModule({
      imports: [BackgroundJobsModule.forRoot({ store: 'memory', ...options })],
      providers: [SendEmailJob],
    }).compile();
    await app.init();
  };
  afterEach(() => app.close());

  const manager = () => app.get<IBackgroundJobManager>(BACKGROUND_JOB_MANAGER);
  const operations = () =>
    app.get<IBackgroundJobOperations>(BACKGROUND_JOB_OPERATIONS);

  it('recurring jobs run from its start to its end', async () => {
    const clock = new TestClock();
    await boot({
      providers: [{ provide: BACKGROUND_JOB_CLOCK, useValue: clock }],
      recurringJobs: [
        { name: 'mail', cron: '* * * * *', args: new EmailArgs('me') },
      ],
    });
    await clock.advance(120_000 + 1_000);
    expect(SendEmailJob.sent).toEqual(['me', 'me']);
    await app.close();
    await clock.advance(60_000);
    expect(SendEmailJob.sent).toEqual(['me', 'me']);
  });

  it('a recurring job that cannot work stops the start', async () => {
    const args = new EmailArgs('me');
    await expect(
      boot({ recurringJobs: [{ name: 'mail', cron: 'often', args }] }),
    ).rejects.toThrow("'often' in the time zone 'UTC' is no recurrence");
    await boot({});
  });

  it('its tests can run jobs inside of enqueue', async () => {
    await boot({
      isJobExecutionEnabled: false,
      providers: [
        {
          provide: BACKGROUND_JOB_MANAGER,
          useExisting: InlineBackgroundJobManager,
        },
      ],
    });
    await manager().enqueue(new EmailArgs('me'), { delay: 1_000 });
    expect(SendEmailJob.sent).toEqual(['me']);
    await expect(manager().enqueue(new EmailArgs('broken'))).rejects.toThrow(
      'no such address',
    );
  });

  it('its tests can look at what is stored, and have it run', async () => {
    await boot({ isJobExecutionEnabled: false });
    const id = await manager().enqueue(new EmailArgs('me'), { delay: 1_000 });
    expect(await operations().list()).toMatchObject([
      { id, state: 'scheduled' },
    ]);
    expect(await app.get(BackgroundJobDrain).runScheduled()).toEqual({
      succeeded: [id],
      failed: [],
      abandoned: [],
    });
    expect(SendEmailJob.sent).toEqual(['me']);
  });

  it('health is told by the workers that run', async () => {
    await boot({});
    expect(app.get(BackgroundJobsHealthIndicator).isHealthy()).toEqual({
      backgroundJobs: {
        status: 'up',
        workers: { AbpBackgroundJobWorker: 'up' },
      },
    });
  });
});
