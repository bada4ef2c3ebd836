import { describe, expect, it } from 'vitest';
import { IssuesError } from '../../../generators/errors/issues-error.ts';
import type { Flags } from '../../../generators/options/flags.ts';
import type { Prompter } from '../../../generators/options/prompter.ts';
import { resolveAddOptions } from '../../../generators/options/resolve-add-options.ts';
import type { MemoryTree } from '../../support/memory-host-files.ts';
import { hostOf, sampleHost } from '../host/sample-host.ts';

const hostWith = (type: string): MemoryTree => ({
  'package.json': JSON.stringify({ dependencies: { '@nestjs/core': '^11.0.1', '@nestjs/typeorm': '^11.0.0', typeorm: '^0.3.20' } }),
  'src/app.module.ts': `import { TypeOrmModule } from '@nestjs/typeorm';\n@Module({ imports: [TypeOrmModule.forRoot({ type: '${type}' })] })\nexport class AppModule {}`,
});
const native: MemoryTree = {
  'package.json': JSON.stringify({ dependencies: { '@nestjs/core': '^11.0.1', mongodb: '^7.0.0' } }),
  'src/app.module.ts': `import { MongoClient } from 'mongodb';\n@Module({ providers: [{ provide: 'DB', useValue: new MongoClient('x') }] })\nexport class AppModule {}`,
};
const both: MemoryTree = {
  'package.json': JSON.stringify({ dependencies: { '@nestjs/core': '^11.0.1', '@nestjs/typeorm': '^11.0.0', typeorm: '^0.3.20', mongoose: '^8.0.0' } }),
  'src/app.module.ts': `import { TypeOrmModule } from '@nestjs/typeorm';
import { MongooseModule } from '@nestjs/mongoose';
@Module({ imports: [TypeOrmModule.forRoot({ type: 'postgres' }), MongooseModule.forRoot('mongodb://x')] })
export class AppModule {}`,
};
const mongoose: MemoryTree = {
  'package.json': JSON.stringify({ dependencies: { '@nestjs/core': '^11.0.1', '@nestjs/mongoose': '^11.0.0', mongoose: '^8.0.0' } }),
  'src/app.module.ts': `import { MongooseModule } from '@nestjs/mongoose';\n@Module({ imports: [MongooseModule.forRoot('mongodb://x')] })\nexport class AppModule {}`,
};

interface Given {
  readonly host?: MemoryTree;
  readonly recorded?: Flags;
  readonly recordedPath?: string;
  readonly prompter?: Prompter;
}

const resolve = (flags: Flags, { host = {}, recorded = {}, recordedPath, prompter }: Given = {}) =>
  resolveAddOptions({ flags, recorded, recordedPath: recordedPath ?? null, host: hostOf({ ...sampleHost, ...host }), prompter: prompter ?? null });

async function issuesOf(flags: Flags, given: Given = {}) {
  const error: unknown = await resolve(flags, given).catch((thrown: unknown) => thrown);
  expect.assert(error instanceof IssuesError);
  return error.issues.map(({ code, expected, remedy }) => ({ code, expected, remedy }));
}

/** Answers by the name of the question, and notes what was asked with which default. */
function person(answers: Readonly<Record<string, string>>): { readonly prompter: Prompter; readonly asked: string[] } {
  const asked: string[] = [];
  const answer = async ({ name, default: preset }: { readonly name: string; readonly default?: string | boolean }) => {
    asked.push(`${name}: ${preset}`);
    return answers[name] ?? String(preset);
  };
  return { asked, prompter: { select: answer, text: answer, confirm: async () => true } };
}

describe('an option is what', () => {
  it('the flag says, before the host, an earlier run and the default', async () => {
    const { options, origins } = await resolve({ database: 'sqlite', tablePrefix: '', path: './src//x/' }, { host: hostWith('postgres'), recorded: { tablePrefix: 'Old' }, recordedPath: 'src/old' });
    expect(options).toMatchObject({ database: 'sqlite', tablePrefix: '', path: 'src/x' });
    expect([origins.database, origins.tablePrefix, origins.path]).toEqual([{ from: 'flag' }, { from: 'flag' }, { from: 'flag' }]);
  });

  it('an earlier run says, before the host', async () => {
    const { options, origins } = await resolve({}, { host: hostWith('postgres'), recorded: { database: 'sqlite', applicationName: 'shop', noTests: true }, recordedPath: 'src/old' });
    expect(options).toMatchObject({ database: 'sqlite', applicationName: 'shop', tests: false, path: 'src/old' });
    expect([origins.database, origins.path]).toEqual([{ from: 'manifest' }, { from: 'manifest' }]);
  });

  it('the host says, with where it says it', async () => {
    const { options, origins } = await resolve({}, { host: hostWith('postgres') });
    expect(options).toEqual({
      provider: 'ef',
      orm: 'typeorm',
      database: 'postgres',
      tablePrefix: 'Abp',
      schema: null,
      connectionStringName: 'AbpBackgroundJobs',
      applicationName: null,
      path: 'src/background-jobs',
      rootModule: 'src/app.module.ts#AppModule',
      project: null,
      register: true,
      migration: true,
      tests: true,
    });
    expect(origins.database).toMatchObject({ from: 'host', evidence: { what: 'TypeOrmModule.forRoot', file: 'src/app.module.ts', line: 2 } });
  });

  it('the person says, asked only for what nothing else answers', async () => {
    const { prompter, asked } = person({ database: 'postgres', schema: 'jobs' });
    const { options } = await resolve({ tablePrefix: 'X' }, { prompter });
    expect(asked).toEqual(['provider: ef', 'database: postgres', 'schema: ', 'connectionStringName: AbpBackgroundJobs']);
    expect(options).toMatchObject({ database: 'postgres', tablePrefix: 'X', schema: 'jobs' });
  });

  it('is not asked: a schema where the database has none, the root module where it is not registered', async () => {
    const { prompter, asked } = person({});
    const { options } = await resolve({ provider: 'ef', database: 'sqlite', noRegister: true }, { prompter });
    expect(asked).toEqual(['tablePrefix: Abp', 'connectionStringName: AbpBackgroundJobs']);
    expect(options).toMatchObject({ register: false, rootModule: null });
  });
});

describe('the provider', () => {
  const providerOf = async (flags: Flags, given: Given = {}) => {
    const { options, origins } = await resolve(flags, given);
    return [options.provider, options.provider === 'mongodb' ? options.driver : options.database, origins.provider?.from];
  };

  it.each<[string, Flags, Given, readonly unknown[]]>([
    ['a driver that is given', { driver: 'mongoose' }, { host: hostWith('postgres') }, ['mongodb', 'mongoose', 'flag']],
    ['a database that is given', { database: 'sqlite' }, { host: mongoose }, ['ef', 'sqlite', 'flag']],
    ['a database that is given, before an earlier run', { database: 'sqlite' }, { recorded: { provider: 'mongodb', driver: 'mongodb' } }, ['ef', 'sqlite', 'flag']],
    ['an earlier run', {}, { host: both, recorded: { provider: 'mongodb', driver: 'mongodb' } }, ['mongodb', 'mongodb', 'manifest']],
    ["the host's Mongoose", {}, { host: mongoose }, ['mongodb', 'mongoose', 'host']],
    ["the host's client of the driver", {}, { host: native }, ['mongodb', 'mongodb', 'host']],
    ["the host's TypeORM on MongoDB", {}, { host: hostWith('mongodb') }, ['mongodb', 'mongodb', 'host']],
    ["the host's TypeORM", {}, { host: hostWith('postgres') }, ['ef', 'postgres', 'host']],
  ])('follows from %s', async (_, flags, given, expected) => {
    expect(await providerOf(flags, given)).toEqual(expected);
  });

  it('is asked for where the host has both kinds of database', async () => {
    const { prompter, asked } = person({ provider: 'mongodb' });
    expect(await providerOf({}, { host: both, prompter })).toEqual(['mongodb', 'mongoose', 'answer']);
    expect(asked).toEqual(['provider: ef', 'tablePrefix: Abp', 'connectionStringName: AbpBackgroundJobs']);
    expect(await issuesOf({}, { host: both })).toEqual([{ code: 'missing-answer', expected: '--provider', remedy: 'Add --database postgres|sqlite or --driver mongodb|mongoose.' }]);
  });

  it('MongoDB is asked for its driver where the host has none, and never for a schema', async () => {
    const { prompter, asked } = person({ driver: 'mongoose' });
    expect((await resolve({ provider: 'mongodb' }, { prompter })).options).toEqual({
      provider: 'mongodb',
      driver: 'mongoose',
      tablePrefix: 'Abp',
      connectionStringName: 'AbpBackgroundJobs',
      applicationName: null,
      path: 'src/background-jobs',
      rootModule: 'src/app.module.ts#AppModule',
      project: null,
      register: true,
      tests: true,
    });
    expect(asked).toEqual(['driver: mongodb', 'tablePrefix: Abp', 'connectionStringName: AbpBackgroundJobs']);
  });

  it('MongoDB takes its own driver where nobody is there to ask', async () => {
    expect(await providerOf({ provider: 'mongodb', noMigration: true })).toEqual(['mongodb', 'mongodb', 'flag']);
  });

  it('MongoDB refuses a schema', async () => {
    expect(await issuesOf({ driver: 'mongodb', schema: 'jobs' })).toMatchObject([{ code: 'invalid-option', remedy: expect.stringContaining('leave --schema out') }]);
  });
});

describe('without anybody to ask', () => {
  it('names every flag that is missing, at once with those that are wrong', async () => {
    expect(await issuesOf({})).toEqual([{ code: 'missing-answer', expected: '--provider', remedy: 'Add --database postgres|sqlite or --driver mongodb|mongoose.' }]);
    expect(await issuesOf({ provider: 'ef' })).toEqual([{ code: 'missing-answer', expected: '--database', remedy: 'Add --database postgres|sqlite.' }]);
    expect((await issuesOf({ tablePrefix: '1', path: '../x', applicationName: "'", connectionStringName: '' })).map(({ code }) => code)).toEqual([
      'missing-answer',
      'invalid-option',
      'invalid-option',
      'invalid-option',
      'invalid-option',
    ]);
  });

  it('says for a host on another relational database what would do instead', async () => {
    expect(await issuesOf({}, { host: hostWith('mysql') })).toMatchObject([{ code: 'not-supported-yet', remedy: expect.stringContaining('--database sqlite') }]);
    expect((await resolve({ database: 'sqlite' }, { host: hostWith('mysql') })).options).toMatchObject({ database: 'sqlite' });
  });

  it('does not take the MongoDB of a host for the relational database that is wanted', async () => {
    expect(await issuesOf({ provider: 'ef' }, { host: mongoose })).toMatchObject([{ code: 'missing-answer', expected: '--database' }]);
  });

  it('refuses a schema where the database has none', async () => {
    expect(await issuesOf({ database: 'sqlite', schema: 'jobs' })).toMatchObject([{ code: 'invalid-option' }]);
    expect((await resolve({ database: 'sqlite', schema: '' })).options).toMatchObject({ schema: null });
  });
});
