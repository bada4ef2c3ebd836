import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import helpers, { type RunResult } from 'yeoman-test';
import AppGenerator from '../../../generators/app/index.ts';
import { mixes } from '../../golden/mixes.ts';
import { treeHash } from '../../support/tree-hash.ts';

const resolved = join(import.meta.dirname, '../../../generators/app/index.ts');
const host = mixes.find((mix) => mix.name === 'nest12-esm-sqlite-own')?.files ?? {};

describe('yo abp-background-jobs', () => {
  afterEach(() => {
    process.exitCode = undefined;
  });

  it('asks what the host does not answer, writes the module and registers it', async () => {
    const { result, asked } = await generate({ answers: { provider: 'ef', database: 'sqlite', tablePrefix: 'My', connectionStringName: 'Jobs' } });
    expect(asked).toEqual(['provider', 'database', 'tablePrefix', 'connectionStringName', 'confirm', 'install']);
    result.assertFileContent('src/background-jobs/domain/background-jobs-db-properties.ts', "dbTablePrefix = 'My'");
    result.assertFileContent('src/background-jobs/domain/background-jobs-db-properties.ts', "'Jobs'");
    result.assertFileContent('src/app.module.ts', 'BackgroundJobsModule.forRoot()');
    expect(process.exitCode).toBe(0);
  });

  it('asks for a schema where the database has some', async () => {
    const { asked, result } = await generate({ answers: { provider: 'ef', database: 'postgres', schema: 'jobs' } });
    expect(asked).toContain('schema');
    result.assertFileContent('src/background-jobs/domain/background-jobs-db-properties.ts', "dbSchema: string | null = 'jobs'");
  });

  it('asks for the driver with MongoDB, and for no schema', async () => {
    const { asked, result } = await generate({ answers: { provider: 'mongodb', driver: 'mongoose' } });
    expect(asked).toEqual(['provider', 'driver', 'tablePrefix', 'connectionStringName', 'confirm', 'install']);
    result.assertFileContent('src/background-jobs/mongodb/driver.ts', "from 'mongoose'");
    result.assertNoFile('src/background-jobs/typeorm');
  });

  it('leaves the host untouched when the plan is not confirmed', async () => {
    const { result, before } = await generate({ answers: { provider: 'ef', database: 'sqlite', confirm: false } });
    expect(await treeHash(result.cwd)).toBe(before);
    expect(process.exitCode).toBe(4);
  });

  it('takes the flags of the command line, and a near miss is an error', async () => {
    const { result } = await generate({ options: { database: 'sqlite', yes: true, skipInstall: true, 'table-prefix': 'X' } });
    result.assertFileContent('src/background-jobs/domain/background-jobs-db-properties.ts', "dbTablePrefix = 'X'");

    const typo = await generate({ options: { databse: 'sqlite', yes: true } });
    expect(process.exitCode).toBe(4);
    expect(await treeHash(typo.result.cwd)).toBe(typo.before);
  });

  it('does nothing the second time', async () => {
    const { result } = await generate({ options: { database: 'sqlite', yes: true, skipInstall: true } });
    const written = await treeHash(result.cwd);
    await result.create(AppGenerator, { namespace: 'abp-background-jobs:app', resolved }).withOptions({ yes: true, skipInstall: true } as object);
    expect(process.exitCode).toBe(0);
    expect(await treeHash(result.cwd)).toBe(written);
  });

  it('writes nothing of its own beside the plan', async () => {
    const { result } = await generate({ options: { database: 'sqlite', yes: true, skipInstall: true } });
    expect(existsSync(join(result.cwd, '.yo-rc.json'))).toBe(false);
  });
});

interface Generated {
  readonly result: RunResult;
  readonly asked: readonly string[];
  /** Hash of the host before. */
  readonly before: string;
}

async function generate(run: { readonly answers?: Record<string, unknown>; readonly options?: Record<string, unknown> }): Promise<Generated> {
  let before = '';
  const result = await helpers
    .run(AppGenerator, { namespace: 'abp-background-jobs:app', resolved })
    .doInDir(async (folder) => {
      for (const [path, text] of Object.entries(host)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      before = await treeHash(folder);
    })
    .withOptions(run.options ?? {})
    .withAnswers({ install: false, ...run.answers });
  return { result, before, asked: result.askedQuestions?.map((question) => question.name) ?? [] };
}
