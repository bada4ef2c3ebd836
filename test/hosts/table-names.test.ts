import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, it } from 'vitest';
import { emitMix } from '../golden/emit-mix.ts';
import type { Mix } from '../golden/mixes.ts';
import { placeSqliteBinary } from '../support/hosts/sqlite-prebuild.ts';
import { installedPackages } from '../support/installed-packages.ts';
import { createDatabase } from '../support/postgres.ts';
import { sampleOf } from '../support/rows.ts';
import { run } from '../support/run.ts';
import { writeFiles } from '../support/write-files.ts';

type Database = 'postgres' | 'sqlite';

/** What a host says of names. */
interface Naming {
  readonly name: string;
  /** TypeORM options, the application's and those of its data source for the command line. */
  readonly options: string;
  /** Whether it has such a data source; else the migration is run by the one that comes with the module. */
  readonly hasCli: boolean;
  /** Where the jobs have to be. */
  readonly table: string;
  readonly column?: string;
  /** What its code sets before anything starts. */
  readonly code?: string;
  readonly databases?: readonly Database[];
}

const namings: readonly Naming[] = [
  { name: 'nothing', options: '', hasCli: true, table: '"AbpBackgroundJobs"' },
  { name: 'a prefix', options: `entityPrefix: 'app_',`, hasCli: true, table: '"app_AbpBackgroundJobs"' },
  { name: 'a prefix, and no data source', options: `entityPrefix: 'app_',`, hasCli: false, table: '"app_AbpBackgroundJobs"' },
  { name: 'a strategy that changes tables', options: 'namingStrategy: new SnakeTables(),', hasCli: true, table: '"t_abp_background_jobs"' },
  { name: 'a strategy that changes columns', options: `entityPrefix: 'app_', namingStrategy: new SnakeColumns(),`, hasCli: true, table: '"app_abp_background_jobs"', column: '"concurrency_stamp"' },
  { name: 'a prefix set in code', options: '', hasCli: true, code: `BackgroundJobsDbProperties.dbTablePrefix = 'Shop';`, table: '"ShopBackgroundJobs"' },
  { name: 'a schema', options: `schema: 'shop',`, hasCli: true, table: '"shop"."AbpBackgroundJobs"', databases: ['postgres'] },
  { name: 'a schema, and no data source', options: `schema: 'shop', entityPrefix: 'app_',`, hasCli: false, table: '"shop"."app_AbpBackgroundJobs"', databases: ['postgres'] },
  { name: 'a schema set in code', options: `entityPrefix: 'app_',`, hasCli: true, code: `BackgroundJobsDbProperties.dbSchema = 'jobs';`, table: '"jobs"."app_AbpBackgroundJobs"', databases: ['postgres'] },
];

const packages = {
  '@nestjs/common': '^12.0.1',
  '@nestjs/core': '^12.0.1',
  '@nestjs/testing': '^12.0.1',
  '@nestjs/typeorm': '^12.0.0',
  'better-sqlite3': '^12.4.1',
  croner: '^11.0.1',
  pg: '^8.16.0',
  'reflect-metadata': '^0.2.2',
  rxjs: '^7.8.1',
  typeorm: '^1.1.0',
  vitest: '^4.1.2',
};

/** Beside what it says of names every host is the same. */
function hostOf(database: Database, { name, options, hasCli }: Naming): Mix {
  const connection = database === 'postgres' ? `type: 'postgres', url: process.env['DATABASE_URL'] ?? '',` : `type: 'better-sqlite3', database: new URL('../jobs.sqlite', import.meta.url).pathname,`;
  const imports = `import { SnakeColumns, SnakeTables } from './names.js';\n`;
  return {
    name: name.replaceAll(/\W+/g, '-'),
    flags: { database },
    files: {
      'package.json': JSON.stringify({ name: 'app', private: true, type: 'module', scripts: { build: 'nest build', test: 'vitest run' }, dependencies: packages, devDependencies: { typescript: '^6.0.2', vitest: '^4.1.2' } }),
      'package-lock.json': '{}',
      'nest-cli.json': '{ "sourceRoot": "src" }',
      'tsconfig.json': '{ "compilerOptions": { "module": "nodenext", "target": "ES2023", "outDir": "./dist", "rootDir": "./src", "experimentalDecorators": true } }',
      'src/main.ts': `import { NestFactory } from '@nestjs/core';\nimport { AppModule } from './app.module.js';\n\nvoid NestFactory.create(AppModule);\n`,
      'src/app.module.ts': `import { Module } from '@nestjs/common';\nimport { TypeOrmModule } from '@nestjs/typeorm';\n${imports}\n@Module({\n  imports: [TypeOrmModule.forRoot({ ${connection} ${options} autoLoadEntities: true })],\n})\nexport class AppModule {}\n`,
      'src/names.ts': names,
      ...(hasCli && {
        'src/data-source.ts': `import { DataSource } from 'typeorm';\n${imports}\nexport default new DataSource({\n  ${connection} ${options}\n  entities: [],\n  migrations: [],\n});\n`,
      }),
    },
  };
}

const names = `import { DefaultNamingStrategy } from 'typeorm';

const snake = (name: string) => name.replace(/\\B[A-Z]/g, '_$&').toLowerCase();

export class SnakeTables extends DefaultNamingStrategy {
  override tableName(targetName: string, given: string | undefined) {
    return \`t_\${snake(given ?? targetName)}\`;
  }
}

export class SnakeColumns extends DefaultNamingStrategy {
  override tableName(targetName: string, given: string | undefined) {
    return snake(given ?? targetName);
  }
  override columnName(property: string, given: string | undefined) {
    return snake(given ?? property);
  }
}
`;

/** Migrates as the command line does, looks whether TypeORM is content, starts the application and has it do a job. */
const probe = ({ table, column = '"ConcurrencyStamp"', hasCli }: Naming) => `import 'reflect-metadata';
import { expect, it } from 'vitest';
import { Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { AppModule } from './app.module.js';
import { BACKGROUND_JOB_MANAGER, BackgroundJob, BackgroundJobName } from './background-jobs/index.js';
import type { IBackgroundJobManager } from './background-jobs/index.js';
import dataSource from '${hasCli ? './data-source.js' : './background-jobs/typeorm/data-source.js'}';

const done: string[] = [];

@BackgroundJobName('probe')
class ProbeArgs {
  constructor(readonly text: string) {}
}

@BackgroundJob(ProbeArgs)
class ProbeJob {
  execute({ text }: ProbeArgs): void {
    done.push(text);
  }
}

@Module({ providers: [ProbeJob] })
class ProbeModule {}

it('has one name for the table', async () => {
  const cli = await dataSource.initialize();
  expect(await cli.runMigrations()).toHaveLength(1);
  const { upQueries } = await cli.driver.createSchemaBuilder().log();
  expect(upQueries.map(({ query }) => query)).toEqual([]);
  const module = await Test.createTestingModule({ imports: [AppModule, ProbeModule] }).compile();
  await module.init();
  const host = module.get<DataSource>(getDataSourceToken(), { strict: false });
  expect((await host.driver.createSchemaBuilder().log()).upQueries).toEqual([]);
  const manager = module.get<IBackgroundJobManager>(BACKGROUND_JOB_MANAGER, { strict: false });
  await manager.enqueue(new ProbeArgs('later'), { delay: 600_000 });
  expect(await cli.query(${JSON.stringify(`SELECT ${column} AS stamp FROM ${table}`)})).toEqual([{ stamp: expect.stringMatching(/^\\w{32}$/) }]);
  await manager.enqueue(new ProbeArgs('now'));
  await expect.poll(() => done, { timeout: 10_000 }).toEqual(['now']);
  await module.close();
  await cli.undoLastMigration();
  expect((await cli.driver.createSchemaBuilder().log()).upQueries).not.toEqual([]);
  await cli.destroy();
});
`;

const rows = sampleOf(
  'names of the table',
  namings.flatMap(({ name, databases = ['postgres', 'sqlite'] }) => databases.map((database) => ({ database, name }))),
);

describe('migration and module have one name of the table', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'abp-background-jobs-names-'));
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  it.each(rows)('on $database where the host has $name', async ({ database, name }) => {
    const naming = namings.find((candidate) => candidate.name === name)!;
    const root = await makeHost(database, naming);
    const url = database === 'postgres' ? await createDatabase('names') : 'unused';
    if (database === 'postgres' && naming.options.includes('schema:')) {
      await createSchema(url, root);
    }
    const env = { DATABASE_URL: url, ConnectionStrings__Default: database === 'postgres' ? url : join(root, 'jobs.sqlite') };
    await run(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', 'src/probe.spec.ts'], { cwd: root, env });
  });

  /** Emits the module, and does what its owner does then. */
  async function makeHost(database: Database, naming: Naming): Promise<string> {
    const mix = hostOf(database, naming);
    const folder = join(scratch, database);
    const root = join(folder, mix.name);
    const tree = await emitMix(mix, folder);
    const before = naming.code === undefined ? '' : `import './names-in-code.js';\n`;
    const changed = ['src/app.module.ts', 'src/data-source.ts'].flatMap((path) => {
      const text = tree.get(path);
      return text === undefined ? [] : [[path, `${before}${text}`] as const];
    });
    writeFiles(root, {
      ...Object.fromEntries(tree),
      ...Object.fromEntries(changed),
      'src/probe.spec.ts': probe(naming),
      ...(naming.code !== undefined && { 'src/names-in-code.ts': `import { BackgroundJobsDbProperties } from './background-jobs/domain/background-jobs-db-properties.js';\n\n${naming.code}\n` }),
    });
    const installed = await installedPackages(packages);
    await placeSqliteBinary(installed);
    symlinkSync(join(installed, 'node_modules'), join(root, 'node_modules'));
    return root;
  }
});

/** A schema that a host names is there already. */
async function createSchema(url: string, root: string): Promise<void> {
  const script = `const { Client } = require('pg'); const client = new Client(${JSON.stringify(url)}); client.connect().then(() => client.query('CREATE SCHEMA shop')).then(() => client.end());`;
  writeFileSync(join(root, 'create-schema.cjs'), script);
  await run(process.execPath, ['create-schema.cjs'], { cwd: root });
}
