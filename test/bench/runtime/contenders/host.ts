import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nest12Esm } from '../../../support/hosts/nest12-esm.ts';
import { type PreparedHost, prepareHost } from '../../../support/hosts/prepare-host.ts';
import type { Program } from '../agent/agent-process.ts';

/** A built Nest application with the emitted module, and what the benchmark needs of it. */
export interface BenchHost {
  readonly root: string;
  /** Makes the tables, or the indexes, in an empty database. */
  readonly migrate: (connectionString: string) => Promise<void>;
  readonly programOn: (connectionString: string) => Program;
  readonly remove: () => Promise<void>;
}

interface Kind {
  /** Of the generator's command. */
  readonly flags: readonly string[];
  /** The command that makes the tables or the indexes. */
  readonly migrate: readonly [program: string, ...args: string[]];
}

const typeorm: Kind['migrate'] = ['npx', 'typeorm', 'migration:run', '-d', 'dist/background-jobs/typeorm/data-source.js'];
const indexes: Kind['migrate'] = ['node', 'dist/background-jobs/mongodb/create-indexes.js'];

const KINDS = {
  postgres: { flags: ['--database', 'postgres'], migrate: typeorm },
  sqlite: { flags: ['--database', 'sqlite'], migrate: typeorm },
  mongodb: { flags: ['--provider', 'mongodb', '--driver', 'mongodb'], migrate: indexes },
  mongoose: { flags: ['--provider', 'mongodb', '--driver', 'mongoose'], migrate: indexes },
} as const satisfies Readonly<Record<string, Kind>>;

/** @param checkout the repository whose generator adds the module. */
export async function makeBenchHost(checkout: string, kind: keyof typeof KINDS): Promise<BenchHost> {
  const { flags, migrate } = KINDS[kind];
  const host: PreparedHost = await prepareHost(nest12Esm);
  await host.run('node', join(checkout, 'generators/cli.ts'), 'add', '--yes', '--install', ...flags);
  await writeFile(join(host.root, 'src/bench.ts'), program);
  await host.run('npm', 'run', 'build');
  const connection = (text: string): Readonly<Record<string, string>> => ({ ConnectionStrings__Default: text });
  return {
    root: host.root,
    migrate: async (text) => {
      const assignments = Object.entries(connection(text)).map(([name, value]) => `${name}=${value}`);
      await host.run('env', ...assignments, ...migrate);
    },
    programOn: (text) => ({
      path: join(host.root, 'dist/bench.js'),
      cwd: host.root,
      env: { ...host.env, ...connection(text), BENCH_SERVE: join(import.meta.dirname, '../agent/serve.ts') },
    }),
    remove: host.remove,
  };
}

/** Uses the module as its README says, with no option set: only a process that does nothing but enqueue says that it runs no jobs. */
const program = `import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  BACKGROUND_JOB_MANAGER,
  BackgroundJob,
  BackgroundJobName,
  BackgroundJobsModule,
  type IBackgroundJob,
  type IBackgroundJobManager,
} from './background-jobs/index.js';

type Job = (number: number) => void | Promise<void>;
let run: Job = () => undefined;

@BackgroundJobName('bench')
class BenchArgs {
  constructor(
    readonly number: number,
    readonly text: string,
  ) {}
}

@BackgroundJob(BenchArgs)
class BenchJob implements IBackgroundJob<BenchArgs> {
  execute({ number }: BenchArgs): void | Promise<void> {
    return run(number);
  }
}

@Module({ imports: [BackgroundJobsModule.forRoot()], providers: [BenchJob] })
class WorkerModule {}

@Module({ imports: [BackgroundJobsModule.forRoot({ isJobExecutionEnabled: false })] })
class ProducerModule {}

const argsOf = (number: number) => new BenchArgs(number, 'x'.repeat(138));

const { serve } = (await import(String(process.env['BENCH_SERVE']))) as { serve: (adapter: object) => void };

serve({
  connectWorker: async (job: Job) => {
    run = job;
    const app = await NestFactory.create(WorkerModule);
    return () => app.init();
  },
  connectProducer: async () => {
    const app = await NestFactory.createApplicationContext(ProducerModule);
    const manager = app.get<IBackgroundJobManager>(BACKGROUND_JOB_MANAGER);
    return {
      enqueue: (number: number) => manager.enqueue(argsOf(number)),
      enqueueMany: (numbers: readonly number[]) => manager.enqueueMany(numbers.map((number) => ({ args: argsOf(number) }))),
    };
  },
});
`;
