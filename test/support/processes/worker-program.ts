import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Adds to a host the program that `startWorker` runs, `src/worker.ts`: an application whose jobs record what they do in the chaos log. */
export async function writeWorkerProgram(root: string): Promise<void> {
  await writeFile(join(root, 'src/worker.ts'), program);
}

/**
 * A job does one thing at its first try and another at the later ones; see `Step`. Whatever its signal says it then succeeds, which is how most
 * jobs behave. The log is written over a connection of its own, so that it can be relied on whatever happens to the database of the jobs.
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

type Step = { does: 'sleep' | 'block'; milliseconds: number } | { does: 'hold' | 'fail' | 'die' };

interface Setup {
  readonly process: number;
  readonly options: BackgroundJobsOptions;
  /** Names of the jobs this version of the application knows. */
  readonly jobs: readonly string[];
  readonly log: { readonly driver: string; readonly url: string };
}

interface Command {
  readonly finish?: string;
  readonly enqueue?: readonly { job: string; name: string; first: Step; later: Step; delay: number }[];
}

const setup = JSON.parse(process.env.WORKER_SETUP ?? '{}') as Setup;
const { default: pg } = await import(setup.log.driver);
const log = new pg.Pool({ connectionString: setup.log.url, max: 1 });

async function record(kind: string, job?: string, tryCount?: number, wasStalled?: boolean): Promise<void> {
  const statement = 'INSERT INTO chaos_log (process, kind, job, try, was_stalled) VALUES ($1, $2, $3, $4, $5)';
  await log.query(statement, [setup.process, kind, job, tryCount, wasStalled]);
}

function tell(event: object): void {
  console.log(JSON.stringify(event));
}

const held = new Map<string, () => void>();

class WorkArgs {
  constructor(
    readonly name: string,
    readonly first: Step,
    readonly later: Step,
  ) {}
}

class Work implements IBackgroundJob<WorkArgs> {
  async execute({ name, first, later }: WorkArgs, { tryCount, wasStalled, signal }: JobExecutionContext): Promise<void> {
    await record('started', name, tryCount, wasStalled);
    const aborted = new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => void record('aborted', name, tryCount).then(resolve));
    });
    const step = tryCount === 1 ? first : later;
    switch (step.does) {
      case 'sleep':
        await sleep(step.milliseconds);
        break;
      case 'block':
        await record('away');
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, step.milliseconds);
        break;
      case 'hold':
        await Promise.race([aborted, new Promise<void>((resolve) => held.set(name, resolve))]);
        break;
      case 'fail':
        await record('failed', name, tryCount);
        throw new Error('told to fail');
      case 'die':
        process.kill(process.pid, 'SIGKILL');
        await aborted;
    }
    await record('ended', name, tryCount);
  }
}

function jobNamed(name: string) {
  @BackgroundJobName(name)
  class Args extends WorkArgs {}
  @BackgroundJob(Args)
  class Job extends Work {}
  return { Args, Job };
}

const known = setup.jobs.map((name) => jobNamed(name).Job);

@Module({ imports: [BackgroundJobsModule.forRoot(setup.options)], providers: known })
class WorkerModule {}

const app = await NestFactory.createApplicationContext(WorkerModule);
app.enableShutdownHooks();
process.once('SIGTERM', () => tell({ event: 'stopping' }));
const manager = app.get<IBackgroundJobManager>(BACKGROUND_JOB_MANAGER);
tell({ event: 'ready', clock: Date.now() });

// The class of arguments of any name, also of one whose job is not registered here.
const argsTypes = new Map<string, typeof WorkArgs>();
function argsTypeOf(job: string): typeof WorkArgs {
  const argsType = argsTypes.get(job) ?? jobNamed(job).Args;
  argsTypes.set(job, argsType);
  return argsType;
}

/** What the database did not confirm counts as not enqueued, though it may have been. */
async function enqueue({ job, name, first, later, delay }: NonNullable<Command['enqueue']>[number]): Promise<void> {
  try {
    await manager.enqueue(new (argsTypeOf(job))(name, first, later), { delay });
  } catch (error) {
    console.log(\`\${name} could not be enqueued: \${String(error)}\`);
    return record('refused', name);
  }
  await record('enqueued', name);
}

async function enqueueInOrder(work: NonNullable<Command['enqueue']>): Promise<void> {
  for (const item of work) {
    await enqueue(item);
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line) as Command;
  if (command.finish !== undefined) {
    held.get(command.finish)?.();
  }
  void enqueueInOrder(command.enqueue ?? []);
}
`;
