import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HostRecipe } from '../../../support/hosts/host-recipe.ts';
import { nest12Esm } from '../../../support/hosts/nest12-esm.ts';
import { nest12Mongoose } from '../../../support/hosts/nest12-mongoose.ts';
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
  readonly recipe: HostRecipe;
  /** Of the generator's command. */
  readonly flags: readonly string[];
  /** The command that makes the tables or the indexes. */
  readonly migrate: readonly [program: string, ...args: string[]];
  /** The variable in which the application looks for its database; the command always looks in that of the default connection. */
  readonly variable: string;
  /** What the application has beside the module. */
  readonly connection?: { readonly statement: string; readonly expression: string };
}

const DEFAULT_CONNECTION = 'ConnectionStrings__Default';

const typeorm = {
  recipe: nest12Esm,
  migrate: ['npx', 'typeorm', 'migration:run', '-d', 'dist/background-jobs/typeorm/data-source.js'],
  variable: DEFAULT_CONNECTION,
} as const;

const createIndexes: Kind['migrate'] = ['node', 'dist/background-jobs/mongodb/create-indexes.js'];

const KINDS = {
  postgres: { ...typeorm, flags: ['--database', 'postgres'] },
  sqlite: { ...typeorm, flags: ['--database', 'sqlite'] },
  mongodb: { recipe: nest12Esm, flags: ['--provider', 'mongodb', '--driver', 'mongodb'], migrate: createIndexes, variable: DEFAULT_CONNECTION },
  mongoose: {
    recipe: nest12Mongoose,
    flags: ['--provider', 'mongodb', '--driver', 'mongoose'],
    migrate: createIndexes,
    variable: 'MONGODB_URL',
    connection: { statement: "import { MongooseModule } from '@nestjs/mongoose';\n", expression: "MongooseModule.forRoot(String(process.env['MONGODB_URL'])), " },
  },
} as const satisfies Readonly<Record<string, Kind>>;

/** @param checkout the repository whose generator adds the module. */
export async function makeBenchHost(checkout: string, kind: keyof typeof KINDS): Promise<BenchHost> {
  const { recipe, flags, migrate, variable, connection }: Kind = KINDS[kind];
  const host: PreparedHost = await prepareHost(recipe);
  await host.run('node', join(checkout, 'generators/cli.ts'), 'add', '--yes', '--install', ...flags);
  await writeFile(join(host.root, 'src/bench.ts'), programWith(connection));
  await host.run('npm', 'run', 'build');
  return {
    root: host.root,
    migrate: async (text) => void (await host.run('env', `${DEFAULT_CONNECTION}=${text}`, ...migrate)),
    programOn: (text) => ({
      path: join(host.root, 'dist/bench.js'),
      cwd: host.root,
      env: { ...host.env, [variable]: text, BENCH_SERVE: join(import.meta.dirname, '../agent/serve.ts') },
    }),
    remove: host.remove,
  };
}

/** Uses the module as its README says, with no option set: only a process that does nothing but enqueue says that it runs no jobs. */
function programWith({ statement, expression } = { statement: '', expression: '' }): string {
  return `${statement}import { Module } from '@nestjs/common';
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

@Module({ imports: [${expression}BackgroundJobsModule.forRoot()], providers: [BenchJob] })
class WorkerModule {}

@Module({ imports: [${expression}BackgroundJobsModule.forRoot({ isJobExecutionEnabled: false })] })
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
}
