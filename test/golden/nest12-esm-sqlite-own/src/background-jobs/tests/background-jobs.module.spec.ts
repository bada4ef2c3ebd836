import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  Inject,
  Injectable,
  Module,
  Scope,
  type DynamicModule,
  type Provider,
} from '@nestjs/common';
import { REQUEST } from '@nestjs/core';
import { Test, type TestingModule } from '@nestjs/testing';
import { BackgroundJobConfigurationError } from '../abstractions/background-job-errors.js';
import { BackgroundJobName } from '../abstractions/background-job-name.decorator.js';
import { BackgroundJob } from '../abstractions/background-job.decorator.js';
import type { IBackgroundJob } from '../abstractions/background-job.js';
import type { IBackgroundJobExecuter } from '../abstractions/background-job-executer.js';
import type { IBackgroundJobManager } from '../abstractions/background-job-manager.js';
import type { IBackgroundJobStore } from '../abstractions/background-job-store.js';
import type { BackgroundJobWorkerFactory } from '../abstractions/background-job-worker.js';
import { systemClock } from '../abstractions/clock.js';
import type { JobExecutionContext } from '../abstractions/job-execution-context.js';
import {
  BACKGROUND_JOB_CLOCK,
  BACKGROUND_JOB_EXECUTER,
  BACKGROUND_JOB_MANAGER,
  BACKGROUND_JOB_STORE,
  BACKGROUND_JOB_WORKER_FACTORY,
} from '../abstractions/tokens.js';
import { BackgroundJobsModule } from '../background-jobs.module.js';
import type { BackgroundJobsModuleOptions } from '../background-jobs.options.js';
import type { BackgroundJobWorkerConfiguration } from '../worker/background-job-worker-options.js';
import { InMemoryBackgroundJobStore } from '../memory/in-memory-background-job-store.js';
import { EmailArgs } from '../testing/test-args.js';
import { TestClock } from '../testing/test-clock.js';
import { testStores, type TestStore } from '../testing/test-stores.js';
import { createGate, sleep, until } from '../testing/until.js';

class Outbox {
  readonly mails: string[] = [];
}

@BackgroundJob(EmailArgs)
class SendEmailJob implements IBackgroundJob<EmailArgs> {
  constructor(@Inject(Outbox) private readonly outbox: Outbox) {}

  execute({ to }: EmailArgs): void {
    this.outbox.mails.push(to);
  }
}

@BackgroundJobName('scoped')
class ScopedArgs {}

@BackgroundJob(ScopedArgs)
@Injectable({ scope: Scope.REQUEST })
class ScopedJob implements IBackgroundJob<ScopedArgs> {
  static readonly instances = new Set<ScopedJob>();
  static readonly requests: JobExecutionContext[] = [];
  /** Holds them all, so that they run at the same time. */
  static all = createGate();

  static reset(): void {
    ScopedJob.instances.clear();
    ScopedJob.requests.length = 0;
    ScopedJob.all = createGate();
  }

  constructor(@Inject(REQUEST) private readonly request: JobExecutionContext) {}

  execute(): Promise<void> {
    ScopedJob.instances.add(this);
    ScopedJob.requests.push(this.request);
    return ScopedJob.all.opened;
  }
}

@Module({})
class MailModule {
  static with(providers: Provider[]): DynamicModule {
    return { module: MailModule, providers: [Outbox, ...providers] };
  }
}

describe.each(testStores)('BackgroundJobsModule, $name', ({ create }) => {
  let testStore: TestStore;
  let app: TestingModule | undefined;

  beforeEach(async () => {
    testStore = await create();
  });
  afterEach(async () => {
    await app?.close();
    await testStore.destroy();
  });

  it('23. runs three at a time, each in a scope of its own, with its context as the request', async () => {
    ScopedJob.reset();
    const imports = [
      BackgroundJobsModule.forRoot({
        maxParallelJobExecutionCount: 3,
        providers: [
          { provide: BACKGROUND_JOB_STORE, useValue: testStore.store },
        ],
      }),
      MailModule.with([ScopedJob]),
    ];
    app = await Test.createTestingModule({ imports }).compile();
    await app.init();
    const manager = app.get<IBackgroundJobManager>(BACKGROUND_JOB_MANAGER, {
      strict: false,
    });
    const ids = await Promise.all(
      [new ScopedArgs(), new ScopedArgs(), new ScopedArgs()].map((args) =>
        manager.enqueue(args),
      ),
    );
    await until(() => ScopedJob.instances.size === 3);
    expect(ScopedJob.requests.map((request) => request.jobId).sort()).toEqual(
      [...ids].sort(),
    );
    expect(await testStore.store.getWaitingJobs(null, 10)).toEqual([]);
    ScopedJob.all.open();
  });
});

describe('BackgroundJobsModule', () => {
  let app: TestingModule | undefined;

  async function start(
    options: BackgroundJobsModuleOptions,
    jobs: Provider[] = [SendEmailJob],
  ): Promise<TestingModule> {
    const imports = [
      BackgroundJobsModule.forRoot({ store: 'memory', ...options }),
      MailModule.with(jobs),
    ];
    const module = await Test.createTestingModule({ imports }).compile();
    await module.init();
    // Only now: closing what did not start throws the same error again.
    app = module;
    return module;
  }

  afterEach(async () => {
    await app?.close();
    app = undefined;
  });

  const managerOf = (module: TestingModule): IBackgroundJobManager =>
    module.get(BACKGROUND_JOB_MANAGER, { strict: false });
  const storeOf = (module: TestingModule): IBackgroundJobStore =>
    module.get(BACKGROUND_JOB_STORE, { strict: false });
  const outboxOf = (module: TestingModule): Outbox =>
    module.get(Outbox, { strict: false });

  it('finds the jobs among the providers of any module and runs them with what they inject', async () => {
    const module = await start({});
    const id = await managerOf(module).enqueue(new EmailArgs('me'));
    await until(async () => (await storeOf(module).find(id)) === null);
    expect(outboxOf(module).mails).toEqual(['me']);
  });

  it('30. uses the services that it is given instead of its own', async () => {
    const started: (string | undefined)[] = [];
    const createWorker: BackgroundJobWorkerFactory = () => ({
      start: (lockName) => Promise.resolve(void started.push(lockName)),
      stop: () => Promise.resolve(),
    });
    const store = new InMemoryBackgroundJobStore(systemClock);
    const module = await start({
      store: 'database',
      providers: [
        { provide: BACKGROUND_JOB_WORKER_FACTORY, useValue: createWorker },
        { provide: BACKGROUND_JOB_STORE, useValue: store },
      ],
    });
    const id = await managerOf(module).enqueue(new EmailArgs('me'));
    expect(started).toEqual([undefined]);
    expect(await store.find(id)).toMatchObject({
      jobName: 'emails',
      tryCount: 0,
    });
  });

  it('lets a replaced service inject what the imported modules export', async () => {
    const executed: object[] = [];
    const executer: IBackgroundJobExecuter = {
      execute: ({ jobArgs }) => Promise.resolve(void executed.push(jobArgs)),
    };
    const token = Symbol('EXECUTER');
    const imported: DynamicModule = {
      module: class Imported {},
      providers: [{ provide: token, useValue: executer }],
      exports: [token],
    };
    const module = await start({
      imports: [imported],
      providers: [{ provide: BACKGROUND_JOB_EXECUTER, useExisting: token }],
    });
    await managerOf(module).enqueue(new EmailArgs('me'));
    await until(() => executed.length === 1);
    expect(executed).toEqual([new EmailArgs('me')]);
  });

  it('takes its options from a factory', async () => {
    const imports = [
      BackgroundJobsModule.forRootAsync({
        store: 'memory',
        inject: ['NAME'],
        imports: [
          {
            module: class Config {},
            providers: [{ provide: 'NAME', useValue: 'shop' }],
            exports: ['NAME'],
          },
        ],
        useFactory: (applicationName: string) =>
          Promise.resolve({ applicationName, isJobExecutionEnabled: false }),
      }),
    ];
    app = await Test.createTestingModule({ imports }).compile();
    await app.init();
    const id = await managerOf(app).enqueue(new EmailArgs('me'));
    expect(await storeOf(app).find(id)).toMatchObject({
      applicationName: 'shop',
    });
  });

  it('leaves nothing running when the application closes', async () => {
    const clock = new TestClock();
    const module = await start({
      storeSuccessfulJobs: true,
      providers: [{ provide: BACKGROUND_JOB_CLOCK, useValue: clock }],
    });
    expect(clock.pending).toBeGreaterThan(0);
    await module.close();
    expect(clock.pending).toBe(0);
  });

  it.each<[string, BackgroundJobWorkerConfiguration[]]>([
    [
      'the same arguments',
      [{ jobArgsTypes: [EmailArgs] }, { jobArgsTypes: [EmailArgs] }],
    ],
    [
      'the same lock name',
      [
        { lockName: 'same', jobArgsTypes: [EmailArgs] },
        { lockName: 'same', jobArgsTypes: [ScopedArgs] },
      ],
    ],
    [
      'a job that is not registered',
      [{ jobArgsTypes: [EmailArgs] }, { jobArgsTypes: [ScopedArgs] }],
    ],
  ])(
    '28. does not start, nor does any worker, with dedicated workers for %s',
    async (_what, workerConfigurations) => {
      const started: unknown[] = [];
      const createWorker: BackgroundJobWorkerFactory = () => ({
        start: (lockName) => Promise.resolve(void started.push(lockName)),
        stop: () => Promise.resolve(),
      });
      const starting = start({
        workerConfigurations,
        providers: [
          { provide: BACKGROUND_JOB_WORKER_FACTORY, useValue: createWorker },
        ],
      });
      await expect(starting).rejects.toThrow(BackgroundJobConfigurationError);
      expect(started).toEqual([]);
    },
  );

  it('only enqueues where execution is switched off', async () => {
    const module = await start({ isJobExecutionEnabled: false });
    const id = await managerOf(module).enqueue(new EmailArgs('me'));
    await sleep(30);
    expect(await storeOf(module).find(id)).toMatchObject({ tryCount: 0 });
  });

  it('waits for running jobs when the application closes', async () => {
    const ended: string[] = [];
    @BackgroundJob(EmailArgs)
    class SlowJob implements IBackgroundJob<EmailArgs> {
      async execute({ to }: EmailArgs): Promise<void> {
        ended.push('started');
        await sleep(50);
        ended.push(to);
      }
    }
    const module = await start({}, [SlowJob]);
    await managerOf(module).enqueue(new EmailArgs('me'));
    await until(() => ended.length === 1);
    await module.close();
    expect(ended).toEqual(['started', 'me']);
  });

  it('does not start with two jobs for the same arguments, nor with options that cannot work', async () => {
    @BackgroundJob(EmailArgs)
    class OtherJob implements IBackgroundJob<EmailArgs> {
      execute(): void {
        return;
      }
    }
    await expect(start({}, [SendEmailJob, OtherJob])).rejects.toThrow(
      "is registered as the job 'emails'",
    );
    await expect(start({ leaseDuration: 0 })).rejects.toThrow(
      "The option 'leaseDuration' is 0",
    );
  });
});
