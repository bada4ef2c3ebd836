import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Adds to a host the program that `startWorker` runs, `src/worker.ts`: a worker that tells on its standard output what its jobs do. */
export async function writeWorkerProgram(root: string): Promise<void> {
  await writeFile(join(root, 'src/worker.ts'), program);
}

/**
 * A job runs for so many milliseconds, at its first try and at the others (`null`: until it is told on the standard input, or its signal is
 * aborted), and then succeeds whatever its signal says, which is how most jobs behave.
 */
const program = `import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  BACKGROUND_JOB_MANAGER,
  BackgroundJob,
  BackgroundJobName,
  BackgroundJobsModule,
  type BackgroundJobsOptions,
  type IBackgroundJob,
  type IBackgroundJobManager,
  type JobExecutionContext,
} from './background-jobs/index.js';

const finished = new Map<string, () => void>();

function tell(event: object): void {
  console.log(JSON.stringify(event));
}

@BackgroundJobName('work')
class WorkArgs {
  constructor(
    readonly name: string,
    readonly first: number | null,
    readonly later: number | null,
  ) {}
}

@BackgroundJob(WorkArgs)
class WorkJob implements IBackgroundJob<WorkArgs> {
  async execute({ name, first, later }: WorkArgs, { tryCount, wasStalled, signal }: JobExecutionContext): Promise<void> {
    tell({ event: 'started', name, tryCount, wasStalled });
    const duration = tryCount === 1 ? first : later;
    if (duration === null) {
      await new Promise<void>((resolve) => {
        finished.set(name, resolve);
        signal.addEventListener('abort', () => {
          tell({ event: 'aborted', name, tryCount });
          resolve();
        });
      });
    } else {
      await sleep(duration);
    }
    tell({ event: 'ended', name, tryCount });
  }
}

const options = JSON.parse(process.env.WORKER_OPTIONS ?? '{}') as BackgroundJobsOptions;

@Module({ imports: [BackgroundJobsModule.forRoot(options)], providers: [WorkJob] })
class WorkerModule {}

const app = await NestFactory.createApplicationContext(WorkerModule);
app.enableShutdownHooks();
const manager = app.get<IBackgroundJobManager>(BACKGROUND_JOB_MANAGER);
tell({ event: 'ready' });

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line) as { finish?: string; enqueue?: [string, number | null, number | null][] };
  if (command.finish !== undefined) {
    finished.get(command.finish)?.();
  }
  if (command.enqueue !== undefined) {
    for (const args of command.enqueue) {
      await manager.enqueue(new WorkArgs(...args));
    }
    tell({ event: 'enqueued' });
  }
}
`;
