import { beforeEach, describe, expect, it } from 'vitest';
import { createHash } from 'node:crypto';
import { BackgroundJobName } from '../abstractions/background-job-name.decorator.js';
import { BackgroundJobNameFilter } from '../abstractions/background-job-name-filter.js';
import type { IBackgroundJobWorker } from '../abstractions/background-job-worker.js';
import type {
  BackgroundJobArgsType,
  BackgroundJobType,
} from '../abstractions/background-job.js';
import { BackgroundJobOptions } from '../manager/background-job-options.js';
import { BackgroundJobSignals } from '../manager/background-job-signals.js';
import { BackgroundJobWorkerManager } from '../worker/background-job-worker-manager.js';
import {
  resolveBackgroundJobWorkerOptions,
  type BackgroundJobWorkerOptions,
} from '../worker/background-job-worker-options.js';
import { noBackgroundJobNotifier } from '../manager/no-background-job-notifier.js';
import { jobOf } from '../testing/job-host.js';
import { EmailArgs, ReportArgs } from '../testing/test-args.js';

@BackgroundJobName('imports')
class ImportArgs {}

/** Records its starts and stops. */
class RecordingWorker implements IBackgroundJobWorker {
  static readonly calls: (
    | readonly [
        lockName: string | undefined,
        filter: BackgroundJobNameFilter | undefined,
        maxParallelJobExecutionCount: number | undefined,
      ]
    | 'stop'
  )[] = [];

  start(
    lockName?: string,
    nameFilter?: BackgroundJobNameFilter,
    maxParallelJobExecutionCount?: number,
  ): Promise<void> {
    RecordingWorker.calls.push([
      lockName,
      nameFilter,
      maxParallelJobExecutionCount,
    ]);
    return Promise.resolve();
  }

  stop(): Promise<void> {
    RecordingWorker.calls.push('stop');
    return Promise.resolve();
  }
}

const { calls } = RecordingWorker;

function managerOf(
  options: Partial<BackgroundJobWorkerOptions>,
  argsTypes: readonly BackgroundJobArgsType[] = [
    EmailArgs,
    ReportArgs,
    ImportArgs,
  ],
) {
  const jobs = new BackgroundJobOptions();
  for (const argsType of argsTypes) {
    jobs.addJob(
      jobOf(argsType, () => undefined).constructor as BackgroundJobType,
    );
  }
  return new BackgroundJobWorkerManager(
    () => new RecordingWorker(),
    jobs,
    resolveBackgroundJobWorkerOptions(options),
    new BackgroundJobSignals(noBackgroundJobNotifier),
  );
}

describe('BackgroundJobWorkerManager', () => {
  beforeEach(() => {
    calls.length = 0;
  });

  it('starts one worker for everything', async () => {
    await managerOf({}).start();
    expect(calls).toEqual([[undefined, undefined, undefined]]);
  });

  it('starts none where jobs are only enqueued', async () => {
    await managerOf({ isJobExecutionEnabled: false }).start();
    expect(calls).toEqual([]);
  });

  it('27. starts each dedicated worker for its names, and one for all others', async () => {
    await managerOf({
      workerConfigurations: [
        { lockName: 'mail', jobArgsTypes: [EmailArgs, EmailArgs] },
        {
          lockName: 'data',
          jobArgsTypes: [ReportArgs, ImportArgs],
          maxParallelJobExecutionCount: 3,
        },
      ],
    }).start();
    expect(calls).toEqual([
      ['mail', BackgroundJobNameFilter.include(['emails']), undefined],
      ['data', BackgroundJobNameFilter.include(['reports', 'imports']), 3],
      [
        undefined,
        BackgroundJobNameFilter.exclude(['emails', 'reports', 'imports']),
        undefined,
      ],
    ]);
  });

  it('28. starts nothing when a dedicated job is not registered', async () => {
    const manager = managerOf(
      {
        workerConfigurations: [
          { jobArgsTypes: [EmailArgs] },
          { jobArgsTypes: [ImportArgs] },
        ],
      },
      [EmailArgs],
    );
    await expect(manager.start()).rejects.toThrow(
      'No background job for the arguments ImportArgs is registered',
    );
    expect(calls).toEqual([]);
  });

  it("29. derives a lock name of at most 64 characters from the arguments' classes, in any order", async () => {
    await managerOf({
      workerConfigurations: [{ jobArgsTypes: [ReportArgs, EmailArgs] }],
    }).start();
    const md5 = createHash('md5').update('EmailArgs,ReportArgs').digest('hex');
    const lockName = calls[0]?.[0];
    expect(lockName).toBe(`AbpBackgroundJobDedicatedWorker:${md5}`);
    expect(lockName?.length).toBeLessThanOrEqual(64);
  });

  it('stops every worker once', async () => {
    const manager = managerOf({
      workerConfigurations: [{ jobArgsTypes: [EmailArgs] }],
    });
    await manager.start();
    calls.length = 0;
    await manager.stop();
    await manager.stop();
    expect(calls).toEqual(['stop', 'stop']);
  });
});

describe('resolveBackgroundJobWorkerOptions', () => {
  const configure = (
    ...workerConfigurations: BackgroundJobWorkerOptions['workerConfigurations']
  ) => resolveBackgroundJobWorkerOptions({ workerConfigurations });

  it('adds the defaults, also for what is undefined', () => {
    const given = { jobPollPeriod: 100 };
    Object.assign(given, { leaseDuration: undefined });
    expect(resolveBackgroundJobWorkerOptions(given)).toMatchObject({
      jobPollPeriod: 100,
      leaseDuration: 60_000,
      defaultTimeout: 172_800_000,
      defaultWaitFactor: 2,
    });
  });

  it('21. refuses a dedicated worker for nothing', () => {
    expect(() => configure({ jobArgsTypes: [] })).toThrow(
      'at least one class of job arguments',
    );
  });

  it('22. refuses the same arguments in two workers', () => {
    expect(() =>
      configure({ jobArgsTypes: [EmailArgs] }, { jobArgsTypes: [EmailArgs] }),
    ).toThrow('EmailArgs already has a dedicated worker');
  });

  it('22. refuses two workers that derive the same lock name', () => {
    const Twin = { ImportArgs: class ImportArgs {} }.ImportArgs;
    expect(() =>
      configure({ jobArgsTypes: [ImportArgs] }, { jobArgsTypes: [Twin] }),
    ).toThrow('no other worker has');
  });

  it.each(['same', 'AbpBackgroundJobWorker', ' '])(
    '22. refuses the lock name %j for a second worker',
    (lockName) => {
      expect(() =>
        configure(
          { lockName: 'same', jobArgsTypes: [EmailArgs] },
          { lockName, jobArgsTypes: [ReportArgs] },
        ),
      ).toThrow('no other worker has');
    },
  );

  it.each([
    ['jobPollPeriod', 0],
    ['leaseDuration', Number.NaN],
    ['maxParallelJobExecutionCount', 0],
    ['cleanSuccessfulJobsPeriod', 2 ** 31],
    ['defaultMaxTryCount', 0],
    ['successfulJobRetentionTime', -1],
  ])('refuses %s = %d and names it', (option, value) => {
    expect(() =>
      resolveBackgroundJobWorkerOptions({ [option]: value }),
    ).toThrow(`The option '${option}' is ${value}`);
  });
});

describe('applicationName', () => {
  it.each(['', ' ', 'x'.repeat(97)])('cannot be %j', (applicationName) => {
    expect(() =>
      resolveBackgroundJobWorkerOptions({ applicationName }),
    ).toThrow("The length of the option 'applicationName'");
  });
});

describe('BackgroundJobNameFilter', () => {
  it('19. matches by its mode, exactly', () => {
    expect(BackgroundJobNameFilter.none.isMatch('emails')).toBe(true);
    expect(BackgroundJobNameFilter.include(['emails']).isMatch('emails')).toBe(
      true,
    );
    expect(BackgroundJobNameFilter.include(['emails']).isMatch('Emails')).toBe(
      false,
    );
    expect(BackgroundJobNameFilter.exclude(['emails']).isMatch('emails')).toBe(
      false,
    );
    expect(BackgroundJobNameFilter.exclude(['emails']).isMatch('reports')).toBe(
      true,
    );
  });

  it('19. drops blank names and duplicates, and refuses to be left with none', () => {
    expect(
      BackgroundJobNameFilter.include(['a', ' ', 'a', 'b']).jobNames,
    ).toEqual(['a', 'b']);
    expect(() => BackgroundJobNameFilter.include([' '])).toThrow(RangeError);
    expect(() => BackgroundJobNameFilter.exclude([])).toThrow(RangeError);
  });
});
