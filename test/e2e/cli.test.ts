import { chmodSync, existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { mixes } from '../golden/mixes.ts';
import { execute, type Finished } from '../support/run.ts';
import { openTerminal } from '../support/terminal.ts';
import { treeHash } from '../support/tree-hash.ts';
import { temporaryFolder, writeFiles } from '../support/write-files.ts';

const cli = join(import.meta.dirname, '../../generators/cli.ts');
const bare = mixes.find((mix) => mix.name === 'nest12-esm-sqlite-own')?.files ?? {};
const withMongoose = mixes.find((mix) => mix.name === 'nest12-esm-mongodb-mongoose')?.files ?? {};
const withClient = mixes.find((mix) => mix.name === 'nest12-esm-mongodb-client')?.files ?? {};
const withTypeOrm = mixes.find((mix) => mix.name === 'nest11-cjs-postgres-typeorm')?.files ?? {};
const twoRoots = {
  ...bare,
  'src/worker.module.ts': "import { Module } from '@nestjs/common';\n\n@Module({ imports: [] })\nexport class WorkerModule {}\n",
  'src/main.ts': `import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { WorkerModule } from './worker.module.js';

void (process.env['WORKER'] ? NestFactory.createApplicationContext(WorkerModule) : NestFactory.create(AppModule));
`,
};
const folders: (() => void)[] = [];

afterEach(() => folders.splice(0).forEach((remove) => remove()));

describe('without a terminal', () => {
  it('never asks: exit 3 and the flags that would answer', async () => {
    const { root, abp } = host(bare);
    const before = treeHash(root);
    const { exitCode, document } = await abp('add', '--json', '--yes');
    expect(exitCode).toBe(3);
    expect(document).toMatchObject({ status: 'needs-answers', exitCode: 3, changes: [] });
    expect(document.issues.map((issue) => issue.expected)).toEqual(['--provider']);
    expect(treeHash(root)).toBe(before);
  });

  it('does not write without --yes either', async () => {
    const { root, abp } = host(bare);
    const { exitCode, document } = await abp('add', '--json', '--database', 'sqlite');
    expect(exitCode).toBe(3);
    expect(document.issues[0]).toMatchObject({ code: 'missing-answer', expected: '--yes' });
    expect(existsSync(join(root, 'src/background-jobs'))).toBe(false);
  });

  it('needs no answer where the host gives it', async () => {
    const { abp } = host(withTypeOrm);
    const { document } = await abp('add', '--json', '--yes', '--dry-run');
    expect(document).toMatchObject({
      command: 'add',
      status: 'planned',
      exitCode: 0,
      generator: { name: 'generator-abp-background-jobs' },
      options: { provider: 'ef', orm: 'typeorm', database: 'postgres', tablePrefix: 'Abp', schema: null, path: 'src/background-jobs' },
      host: { packageManager: 'npm', moduleFormat: 'cjs', orm: 'typeorm', database: 'postgres', rootModule: { file: 'src/app.module.ts', class: 'AppModule' } },
    });
    expect(document.changes).toContainEqual({ path: 'src/app.module.ts', kind: 'modify', reason: 'imports BackgroundJobsModule' });
  });

  it.each([
    [withMongoose, { driver: 'mongoose' }, { orm: 'mongoose', database: 'mongodb' }],
    [withClient, { driver: 'mongodb' }, { orm: null, database: 'mongodb' }],
  ])('finds MongoDB in the host, writes no migration, and has nothing to do a second time: case %#', async (files, options, found) => {
    const { root, abp } = host(files);
    const { document } = await abp('add', '--json', '--yes', '--skip-install');
    expect(document).toMatchObject({ status: 'done', options: { provider: 'mongodb', ...options }, host: found, issues: [], next: ['npm install', expect.stringContaining('README.md')] });
    expect(document.changes.filter(({ path }) => path.includes('igration') || path.includes('/typeorm/'))).toEqual([]);
    const written = treeHash(root);
    for (const again of [['--yes'], ['--check'], ['--yes', '--no-migration', '--no-register']]) {
      expect(await abp('add', '--json', ...again)).toMatchObject({ exitCode: 0, document: { status: 'nothing-to-do' } });
    }
    expect(await abp('add', '--json', '--yes', '--database', 'sqlite')).toMatchObject({ exitCode: 4, document: { issues: [{ code: 'already-added', expected: '"mongodb"', found: '"ef"' }] } });
    expect(treeHash(root)).toBe(written);
  });

  it('--check writes nothing and tells by its exit code', async () => {
    const { root, abp } = host(bare);
    const before = treeHash(root);
    expect(await abp('add', '--json', '--database', 'sqlite', '--check')).toMatchObject({ exitCode: 2, document: { status: 'pending' } });
    expect(treeHash(root)).toBe(before);
    await abp('add', '--json', '--database', 'sqlite', '--yes', '--skip-install');
    expect(await abp('add', '--json', '--check')).toMatchObject({ exitCode: 0, document: { status: 'nothing-to-do' } });
  });

  it('answers a flag it does not know with the nearest, as text and as JSON', async () => {
    const { root, abp } = host(bare);
    expect(await abp('add', '--json', '--databse', 'sqlite')).toMatchObject({ exitCode: 4, document: { status: 'refused', issues: [{ code: 'unknown-option' }] } });
    const { exitCode, stderr } = await execute(process.execPath, [cli, '--databse', 'sqlite'], { cwd: root });
    expect(exitCode).toBe(4);
    expect(stderr).toContain('Did you mean --database?');
  });

  it('goes on where nobody reads what it says', async () => {
    const { root } = host(bare);
    await execute('sh', ['-c', `${process.execPath} ${cli} --yes --database sqlite --skip-install | true`], { cwd: root });
    expect(existsSync(join(root, 'src/background-jobs/.abp-background-jobs.json'))).toBe(true);
  });
});

describe('a second add', () => {
  const first = ['--database', 'sqlite', '--yes', '--skip-install'];

  it('changes not a byte, with the same flags or none, and whatever was edited or deleted', async () => {
    const { root, abp } = host(bare);
    expect(await abp('add', '--json', ...first)).toMatchObject({ exitCode: 0, document: { status: 'done' } });
    writeFileSync(join(root, 'src/background-jobs/domain/background-job-store.ts'), '// mine now\n');
    rmSync(join(root, 'src/background-jobs/index.ts'));
    const written = treeHash(root);
    for (const flags of [first, ['--yes'], ['--yes', '--no-tests', '--no-migration']]) {
      expect(await abp('add', '--json', ...flags)).toMatchObject({ exitCode: 0, document: { status: 'nothing-to-do', changes: [] } });
      expect(treeHash(root)).toBe(written);
    }
  });

  it('puts back an import or a dependency that is missing, records it, and touches nothing else', async () => {
    const { root, abp } = host(bare);
    await abp('add', '--json', ...first);
    const written = treeHash(join(root, 'src/background-jobs/manager'));
    writeFileSync(join(root, 'src/app.module.ts'), bare['src/app.module.ts'] ?? '');
    writeFileSync(join(root, 'package.json'), readFileSync(join(root, 'package.json'), 'utf8').replace(/.*"better-sqlite3".*\n/, ''));
    expect(await abp('add', '--json', '--check')).toMatchObject({ exitCode: 2, document: { status: 'pending' } });

    const { document } = await abp('add', '--json', ...first);
    expect(document).toMatchObject({ status: 'done', next: ['npm install', expect.stringMatching(/better-sqlite3.*npm rebuild better-sqlite3$/)] });
    expect(document.changes.map(({ kind, path }) => `${kind} ${path}`)).toEqual(['modify src/app.module.ts', 'modify package.json', 'modify src/background-jobs/.abp-background-jobs.json']);
    expect(readFileSync(join(root, 'src/app.module.ts'), 'utf8')).toContain('BackgroundJobsModule.forRoot()');
    expect(treeHash(join(root, 'src/background-jobs/manager'))).toBe(written);
    expect(await abp('add', '--json', '--check')).toMatchObject({ exitCode: 0, document: { status: 'nothing-to-do' } });
  });

  it('leaves an import alone that was moved to another module, or when told so', async () => {
    const { root, abp } = host(bare);
    await abp('add', '--json', ...first);
    writeFileSync(join(root, 'src/app.module.ts'), bare['src/app.module.ts'] ?? '');
    expect(await abp('add', '--json', '--check', '--no-register')).toMatchObject({ document: { status: 'nothing-to-do' } });
    writeFiles(root, {
      'src/core.module.ts': "import { BackgroundJobsModule } from './background-jobs/index.js';\n@Module({ imports: [BackgroundJobsModule.forRoot()] })\nexport class CoreModule {}\n",
      'src/app.module.ts': "import { Module } from '@nestjs/common';\nimport { CoreModule } from './core.module.js';\n@Module({ imports: [CoreModule] })\nexport class AppModule {}\n",
    });
    expect(await abp('add', '--json', '--check')).toMatchObject({ document: { status: 'nothing-to-do' } });
  });

  it('finds the module where the first one was told to put it', async () => {
    const { root, abp } = host(bare);
    await abp('add', '--json', ...first, '--path', 'src/shared/jobs');
    const written = treeHash(root);
    expect(await abp('add', '--json', '--yes')).toMatchObject({ document: { status: 'nothing-to-do', options: { path: 'src/shared/jobs' } } });
    expect(await abp('add', '--json', '--yes', '--path', 'src/jobs')).toMatchObject({ exitCode: 4, document: { issues: [{ code: 'already-added', expected: '"src/shared/jobs"' }] } });
    expect(treeHash(root)).toBe(written);
  });

  it('needs no --root-module where one of several has the module, and wires another when it is named', async () => {
    const { abp } = host(twoRoots);
    await abp('add', '--json', ...first, '--root-module', 'src/worker.module.ts#WorkerModule');
    expect(await abp('add', '--json', '--yes')).toMatchObject({ document: { status: 'nothing-to-do' } });
    const { document } = await abp('add', '--json', ...first, '--root-module', 'src/app.module.ts#AppModule');
    expect(document.changes.map(({ path }) => path)).toEqual(['src/app.module.ts', 'src/background-jobs/.abp-background-jobs.json']);
    expect(await abp('add', '--json', '--yes')).toMatchObject({ document: { status: 'nothing-to-do' } });
  });

  it('writes nothing but the manifest where that was deleted, and refuses where the files are not as they were written', async () => {
    const { root, abp } = host(bare);
    await abp('add', '--json', ...first);
    rmSync(join(root, 'src/background-jobs/.abp-background-jobs.json'));
    const { document } = await abp('add', '--json', ...first);
    expect(document.changes.map(({ path }) => path)).toEqual(['src/background-jobs/.abp-background-jobs.json']);
    rmSync(join(root, 'src/background-jobs/.abp-background-jobs.json'));
    writeFileSync(join(root, 'src/background-jobs/index.ts'), '// mine now\n');
    expect(await abp('add', '--json', ...first)).toMatchObject({ exitCode: 4, document: { issues: [{ code: 'target-exists', file: 'src/background-jobs/index.ts' }] } });
  });

  it('is refused with another prefix, and names the flag', async () => {
    const { root, abp } = host(bare);
    await abp('add', '--json', ...first);
    const written = treeHash(root);
    const { exitCode, document } = await abp('add', '--json', '--yes', '--table-prefix', 'Other');
    expect(exitCode).toBe(4);
    expect(document.issues[0]).toMatchObject({ code: 'already-added', message: 'The module is there already, with another --table-prefix.', expected: '"Abp"', found: '"Other"' });
    expect(treeHash(root)).toBe(written);
  });

  it('is refused where the manifest is damaged, whatever else is missing', async () => {
    const { abp } = host({ ...bare, 'src/background-jobs/.abp-background-jobs.json': '{' });
    expect(await abp('add', '--json', '--yes')).toMatchObject({ exitCode: 4, document: { issues: [{ code: 'file-unreadable' }] } });
  });
});

describe('--json', () => {
  it.each<[status: string, files: Readonly<Record<string, string>>, args: readonly string[]]>([
    ['done', bare, ['--yes', '--database', 'sqlite', '--skip-install']],
    ['planned', withTypeOrm, ['--yes', '--dry-run']],
    ['planned', bare, ['--yes', '--dry-run', '--driver', 'mongodb']],
    ['pending', withTypeOrm, ['--check']],
    ['needs-answers', bare, ['--yes']],
    ['needs-answers', twoRoots, ['--yes', '--database', 'sqlite']],
    ['needs-answers', withTypeOrm, []],
    ['refused', {}, ['--yes']],
    ['refused', { 'package.json': '{', 'nest-cli.json': '{}' }, ['--yes']],
    ['refused', bare, ['--frobnicate']],
    ['refused', bare, ['--yes', '--cwd', 'nowhere']],
    ['refused', bare, ['--path']],
    ['refused', bare, ['--yes', '--driver', 'mongodb', '--schema', 'jobs']],
    ['refused', bare, ['--yes', '--driver', 'mongodb', '--database', 'sqlite']],
    ['refused', { ...bare, 'src/background-jobs/x.ts': '' }, ['--yes', '--database', 'sqlite']],
    ['refused', { ...bare, 'src/app.module.ts': 'class' }, ['--yes', '--database', 'sqlite']],
  ])('prints one document with every key of the contract: %s, case %#', async (status, files, args) => {
    const { abp } = host(files);
    const { document, exitCode } = await abp('add', '--json', ...args);
    expect(document).toEqual({
      generator: { name: 'generator-abp-background-jobs', version: expect.any(String) },
      command: 'add',
      status,
      exitCode,
      options: expect.any(Object),
      host: document.host && {
        root: expect.any(String),
        packageManager: 'npm',
        moduleFormat: expect.stringMatching(/^(esm|cjs)$/),
        nest: expect.any(String),
        orm: document.host.orm === null ? null : 'typeorm',
        database: document.host.database === null ? null : 'postgres',
        rootModule: { file: expect.any(String), class: expect.any(String), line: expect.any(Number) },
      },
      changes: expect.any(Array),
      dependencies: expect.any(Array),
      issues: expect.any(Array),
      next: expect.any(Array),
    });
    expect(document.issues.filter(({ remedy }) => !remedy)).toEqual([]);
    expect(status === 'refused' ? [...document.changes, ...document.next] : []).toEqual([]);
  });

  it.each([
    [0, []],
    [7, [{ code: 'install-failed', found: 'exit code 7' }]],
  ])('keeps what the package manager says off stdout, also when it ends with %i', async (exitCode, issues) => {
    const { root } = host(bare);
    const bin = temporaryFolder({ npm: `#!/bin/sh\necho noise\nexit ${exitCode}\n` });
    folders.push(bin.remove);
    chmodSync(join(bin.root, 'npm'), 0o755);
    const env = { PATH: `${bin.root}:${process.env['PATH'] ?? ''}` };
    const { stdout, stderr } = await execute(process.execPath, [cli, '--json', '--yes', '--database', 'sqlite', '--install'], { cwd: root, env });
    expect(JSON.parse(stdout)).toMatchObject({ status: 'done', exitCode: 0, issues });
    expect(stderr).toContain('noise');
  });
});

describe('what is checked before anything is written', () => {
  it.each([
    ['--table-prefix', "x'; drop"],
    ['--schema', 'jobs'],
    ['--connection-string-name', "a'b"],
    ['--application-name', 'a`b'],
    ['--path', '../outside'],
    ['--path', '/tmp/outside'],
  ])('%s %j', async (flag, value) => {
    const { root, abp } = host(bare);
    const before = treeHash(root);
    const { exitCode, document } = await abp('add', '--json', '--yes', '--database', 'sqlite', flag, value);
    expect(exitCode).toBe(4);
    expect(document.issues[0]?.code).toBe('invalid-option');
    expect(document.issues[0]?.message).toContain(flag);
    expect(document.issues[0]?.found).toContain(value);
    expect(treeHash(root)).toBe(before);
  });

  it('a path that leaves the host through a link', async () => {
    const outside = temporaryFolder({});
    folders.push(outside.remove);
    const { root, abp } = host(bare);
    symlinkSync(outside.root, join(root, 'src/linked'));
    const { exitCode, document } = await abp('add', '--json', '--yes', '--database', 'sqlite', '--path', 'src/linked/jobs');
    expect(exitCode).toBe(4);
    expect(document.issues[0]?.message).toContain('links followed');
  });

  it.each([['--dry-run'], ['--check'], ['--yes']])('that everything can be written, with %s', async (mode) => {
    const { root, abp } = host(bare);
    chmodSync(join(root, 'package.json'), 0o444);
    const before = treeHash(root);
    expect(await abp('add', '--json', mode, '--database', 'sqlite')).toMatchObject({ exitCode: 4, document: { issues: [{ code: 'write-failed', file: 'package.json' }] } });
    expect(treeHash(root)).toBe(before);
  });

  it('that no file stands where a folder has to be', async () => {
    const { abp } = host(bare);
    const { document } = await abp('add', '--json', '--check', '--database', 'sqlite', '--path', 'src/main.ts/jobs');
    expect(document).toMatchObject({ exitCode: 4, issues: [{ code: 'write-failed', message: expect.stringContaining('src/main.ts is not a folder') }] });
  });

  it('a target folder that is not ours, unless told what to do with it', async () => {
    const { root, abp } = host({ ...bare, 'src/background-jobs/background-jobs.module.ts': '// theirs\n' });
    const add = ['add', '--json', '--yes', '--database', 'sqlite', '--skip-install'];
    expect(await abp(...add)).toMatchObject({ exitCode: 4, document: { issues: [{ code: 'target-exists', file: 'src/background-jobs/background-jobs.module.ts' }] } });
    expect(await abp(...add, '--on-conflict', 'keep')).toMatchObject({ exitCode: 0 });
    expect((await execute('cat', ['src/background-jobs/background-jobs.module.ts'], { cwd: root })).stdout).toBe('// theirs\n');
  });
});

describe('on a terminal', () => {
  const nodeArguments = (...flags: string[]) => [cli, 'add', ...flags];

  it('asks, shows where answers come from, the diff and the next steps, and writes after yes', async () => {
    const { root } = host(withTypeOrm);
    const terminal = openTerminal(process.execPath, nodeArguments('--skip-install'), { cwd: root, env: { CI: '' } });
    await terminal.waitFor('Prefix of the table');
    terminal.type('bad prefix');
    terminal.press('enter');
    await terminal.waitFor('letters (A-Z, a-z), digits and underscores');
    for (let i = 0; i < 'bad prefix'.length; i++) {
      terminal.press('backspace');
    }
    terminal.type('My');
    terminal.press('enter');
    await terminal.waitFor('Schema?');
    terminal.press('enter');
    await terminal.waitFor('Connection-string name?');
    terminal.press('enter');
    await terminal.waitFor('postgres  from TypeOrmModule.forRoot in src/app.module.ts:');
    await terminal.waitFor('+ import { BackgroundJobsModule }'.replace('+ ', '+'));
    await terminal.waitFor('Write this?');
    terminal.press('enter');
    await terminal.waitFor('done');
    expect(await terminal.ended).toBe(0);
    expect(existsSync(join(root, 'src/background-jobs/domain/background-jobs-db-properties.ts'))).toBe(true);
  });

  it('leaves the host untouched after no', async () => {
    const { root } = host(bare);
    const before = treeHash(root);
    const terminal = openTerminal(process.execPath, nodeArguments('--database', 'sqlite', '--table-prefix', 'Abp', '--connection-string-name', 'X', '--provider', 'ef'), { cwd: root, env: { CI: '' } });
    await terminal.waitFor('Write this?');
    terminal.type('n');
    terminal.press('enter');
    await terminal.waitFor('Nothing was written.');
    expect(await terminal.ended).toBe(4);
    expect(treeHash(root)).toBe(before);
  });

  it('asks which of several applications, and Ctrl-C at the last question leaves what is written', async () => {
    const { root } = host(twoRoots);
    const flags = ['--database', 'sqlite', '--provider', 'ef', '--table-prefix', 'Abp', '--connection-string-name', 'X'];
    const terminal = openTerminal(process.execPath, nodeArguments(...flags), { cwd: root, env: { CI: '' } });
    await terminal.waitFor('Which root module?');
    await terminal.waitFor('WorkerModule (context), started in src/main.ts:');
    terminal.press('down');
    terminal.press('enter');
    await terminal.waitFor('Write this?');
    terminal.press('enter');
    await terminal.waitFor('Run npm install now?');
    terminal.press('ctrl-c');
    await terminal.waitFor(/\d+ files created, 2 changed/);
    expect(await terminal.ended).toBe(0);
    expect(readFileSync(join(root, 'src/worker.module.ts'), 'utf8')).toContain('BackgroundJobsModule');
  });

  it('takes an empty prefix after Backspace', async () => {
    const { root } = host(bare);
    const flags = ['--database', 'sqlite', '--provider', 'ef', '--connection-string-name', 'X', '--dry-run'];
    const terminal = openTerminal(process.execPath, nodeArguments(...flags), { cwd: root, env: { CI: '' } });
    await terminal.waitFor('Prefix of the table');
    terminal.press('backspace');
    terminal.press('enter');
    await terminal.waitFor('(empty)');
    expect(await terminal.ended).toBe(0);
  });

  it.each(['Which database provider?', 'Which database?', 'Prefix of the table', 'Write this?'])('leaves the host untouched after Ctrl-C at "%s"', async (question) => {
    const { root } = host(bare);
    const before = treeHash(root);
    const terminal = openTerminal(process.execPath, nodeArguments(), { cwd: root, env: { CI: '' } });
    for (const asked of ['Which database provider?', 'Which database?', 'Prefix of the table', /Schema|Connection-string name\?/, /Connection-string name\?|Write this\?/, 'Write this?']) {
      await terminal.waitFor(asked);
      if (asked === question) {
        terminal.press('ctrl-c');
        break;
      }
      terminal.press('enter');
    }
    expect(await terminal.ended).toBe(4);
    expect(treeHash(root)).toBe(before);
  });
});

interface Document {
  readonly status: string;
  readonly host: { readonly orm: string | null; readonly database: string | null } | null;
  readonly next: readonly string[];
  readonly changes: readonly { readonly path: string; readonly kind: string; readonly reason: string }[];
  readonly issues: readonly { readonly code: string; readonly message: string; readonly remedy: string; readonly expected?: string; readonly found?: string }[];
}

function host(files: Readonly<Record<string, string>>) {
  const { root, remove } = temporaryFolder({});
  folders.push(remove);
  writeFiles(root, files);
  const abp = async (...args: string[]): Promise<Finished & { readonly document: Document }> => {
    const finished = await execute(process.execPath, [cli, ...args], { cwd: root });
    return { ...finished, document: JSON.parse(finished.stdout) as Document };
  };
  return { root, abp };
}
