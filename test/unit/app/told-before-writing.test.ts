import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { runAdd } from '../../../generators/app/run-add.ts';
import type { Issue } from '../../../generators/errors/issue.ts';
import type { Flags } from '../../../generators/options/flags.ts';
import type { Outcome } from '../../../generators/report/outcome.ts';
import { mixes } from '../../golden/mixes.ts';
import { writeFiles } from '../../support/write-files.ts';

type Files = Readonly<Record<string, string>>;

const bare: Files = mixes.find(({ name }) => name === 'nest12-esm-sqlite-own')?.files ?? {};
const manifest = bare['package.json'] ?? '';
const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function hostOf(files: Files, { isRepository = true } = {}): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'abp-background-jobs-')));
  folders.push(root);
  writeFiles(root, files);
  if (isRepository) execFileSync('git', ['init', '--quiet'], { cwd: root });
  return root;
}

const plan = (cwd: string, flags: Flags = {}): Promise<Outcome> =>
  runAdd({ yes: true, dryRun: true, skipInstall: true, noTests: true, ...(flags.provider === undefined && { database: 'sqlite' }), cwd, ...flags }, { prompter: null, show: () => undefined });
const issuesOf = ({ issues, plan: planned }: Outcome): readonly Issue[] => [...issues, ...(planned?.issues ?? [])];

describe('files that git ignores', () => {
  const ignored = async (root: string, flags?: Flags) => issuesOf(await plan(root, flags)).filter(({ code }) => code === 'ignored-by-git');

  const cases: readonly (readonly [what: string, file: string, text: string, line: number])[] = [
    ['the folder', '.gitignore', 'dist\nbackground-jobs/\n', 2],
    ['the folder, by a file further down', 'src/.gitignore', '/background-jobs\n', 1],
    ['everything in the source root', '.gitignore', 'src/*\n!src/app.module.ts\n!src/main.ts\n', 1],
    ['the source root itself', '.gitignore', '/src\n', 1],
    ['the migration', '.gitignore', 'migrations/\n', 1],
    ['the manifest', '.gitignore', '.*\n!.gitignore\n', 1],
    ['some of them', '.gitignore', '*-sql.ts\n', 1],
  ];

  it.each(cases.flatMap((row) => [true, false].map((isRepository) => [...row, isRepository] as const)))('are told: %s (%s %j:%i, repository: %s)', async (_, file, text, line, isRepository) => {
    const root = hostOf({ ...bare, [file]: text }, { isRepository });
    const [issue] = await ignored(root);
    expect(issue).toMatchObject({ severity: 'warning', file, line });
    // What is advised leaves nothing ignored that was.
    writeFileSync(join(root, file), `${text}${issue?.snippet ?? ''}\n`);
    if (_ !== 'some of them') expect(await ignored(root)).toEqual([]);
    writeFileSync(join(root, file), text);
    const [, other] = / --path (\S+?)\.$/.exec(issue?.remedy ?? '') ?? [];
    if (other !== undefined) expect((await ignored(root, { path: other })).map((told) => told.found).join()).not.toContain(`${other}/background-jobs.module.ts`);
  });

  it('are told by the user\'s own files of patterns too', async () => {
    const root = hostOf(bare);
    writeFileSync(join(root, '.git/info/exclude'), 'background-jobs\n');
    const [issue] = await ignored(root);
    expect(issue).toMatchObject({ file: '.git/info/exclude', line: 1 });
    writeFileSync(join(root, '.gitignore'), issue?.snippet ?? '');
    expect(await ignored(root)).toEqual([]);
  });

  it('are none where a later line takes them out again', async () => {
    for (const isRepository of [true, false]) {
      expect(await ignored(hostOf({ ...bare, '.gitignore': 'background-jobs/\n!background-jobs/\ndist\n' }, { isRepository }))).toEqual([]);
    }
  });
});

describe('paths on the command line', () => {
  const workspace: Files = { 'package.json': manifest, ...Object.fromEntries(Object.entries(bare).map(([path, text]) => [`packages/api/${path}`, text])), 'nest-cli.json': '{ "projects": { "api": { "root": "packages/api", "sourceRoot": "packages/api/src" } } }' };
  const { 'packages/api/package.json': _, 'packages/api/nest-cli.json': __, ...oneManifest } = workspace;

  it.each([
    ['from where the user stands', 'packages/api', 'src/app.module.ts#AppModule'],
    ['from the root of the host, where that alone is there', 'packages/api', 'packages/api/src/app.module.ts#AppModule'],
    ['from a folder further down', 'packages/api/src', 'app.module.ts#AppModule'],
    ['from a folder beside', 'packages/api/src', '../src/app.module.ts#AppModule'],
    ['from the root', '.', 'packages/api/src/app.module.ts#AppModule'],
  ])('name the root module %s', async (_, cwd, rootModule) => {
    const outcome = await plan(join(hostOf(oneManifest), cwd), { rootModule });
    expect(issuesOf(outcome).filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(outcome.options?.rootModule).toBe('packages/api/src/app.module.ts#AppModule');
  });

  it('are told both where neither is there', async () => {
    const [issue] = issuesOf(await plan(join(hostOf(oneManifest), 'packages/api'), { rootModule: 'src/x.module.ts#X' }));
    expect(issue?.message).toContain('neither a file packages/api/src/x.module.ts nor src/x.module.ts');
  });

  it.each([
    ['packages/api', 'src/jobs', 'packages/api/src/jobs'],
    ['packages/api', 'packages/api/src/jobs', 'packages/api/src/jobs'],
    ['packages/api/src', '../lib/jobs', 'packages/api/lib/jobs'],
    ['.', 'packages/api/src/jobs', 'packages/api/src/jobs'],
  ])('from %s: --path %s is %s', async (cwd, path, expected) => {
    const outcome = await plan(join(hostOf(oneManifest), cwd), { path });
    expect(outcome.options?.path).toBe(expected);
  });

  it.each(['../../../elsewhere', '/elsewhere'])('that lead out of the host are refused: %s', async (path) => {
    expect(issuesOf(await plan(join(hostOf(oneManifest), 'packages/api'), { path }))).toMatchObject([{ code: 'invalid-option', severity: 'error' }]);
  });
});

describe('of several applications', () => {
  const module = (name: string): string => `import { Module } from '@nestjs/common';\n\n@Module({ imports: [] })\nexport class ${name} {}\n`;
  const modules: Files = { ...bare, 'src/cli.module.ts': module('CliModule'), 'src/worker.module.ts': module('WorkerModule'), 'src/admin.module.ts': module('AdminModule') };
  const nest = "import { NestFactory } from '@nestjs/core';\nimport { CommandFactory } from 'nest-commander';\nimport { AppModule } from './app.module.js';\nimport { CliModule } from './cli.module.js';\nimport { WorkerModule } from './worker.module.js';\nimport { AdminModule } from './admin.module.js';\n";
  const server = 'const app = await NestFactory.create(AppModule, new FastifyAdapter());\nawait app.listen(3000);\n';

  it.each<[string, Files]>([
    ['a command line of the likelier name', { 'src/main.ts': `${nest}await CommandFactory.run(CliModule);\n`, 'src/server.ts': nest + server }],
    ['a worker of the likelier name', { 'src/main.ts': `${nest}await NestFactory.createMicroservice(WorkerModule, {});\n`, 'src/server.ts': nest + server }],
    ['a script that never listens', { 'src/main.ts': `${nest}const app = await NestFactory.create(CliModule);\nawait app.init();\n`, 'src/start.ts': nest + server }],
    ['a seeder beside', { 'src/main.ts': nest + server, 'src/seed.ts': `${nest}await NestFactory.createApplicationContext(CliModule);\n` }],
    ['a worker in the same file', { 'src/main.ts': `${nest}if (process.env.WORKER) await NestFactory.createApplicationContext(WorkerModule);\n${server}` }],
  ])('the one that serves HTTP is taken: %s', async (_, files) => {
    const outcome = await plan(hostOf({ ...modules, ...files }));
    expect(outcome.options?.rootModule).toBe('src/app.module.ts#AppModule');
  });

  it('the choice is told where one file starts both, with the line for the other one', async () => {
    const root = hostOf({ ...modules, 'src/main.ts': `${nest}if (process.env.WORKER) await NestFactory.createApplicationContext(WorkerModule);\n${server}` });
    const [issue] = issuesOf(await plan(root)).filter(({ code }) => code === 'root-module-chosen');
    expect(issue).toMatchObject({ severity: 'info', remedy: 'To take another one: --root-module src/worker.module.ts#WorkerModule' });
    expect((await plan(root, flagsIn(issue?.remedy ?? ''))).options?.rootModule).toBe('src/worker.module.ts#WorkerModule');
  });

  it('two that serve HTTP are refused', async () => {
    const root = hostOf({ ...modules, 'src/main.ts': `${nest}const admin = await NestFactory.create(AdminModule);\nawait admin.listen(3001);\n${server}` });
    expect(issuesOf(await plan(root))).toMatchObject([{ code: 'root-module-ambiguous' }]);
  });
});

describe('a source folder that is a link', () => {
  it('is as good as a folder where it stays inside the repository', async () => {
    const { root, write } = linked('shared');
    expect(issuesOf(await write()).filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(readFileSync(join(root, 'shared/src/background-jobs/background-jobs.module.ts'), 'utf8')).toContain('BackgroundJobsModule');
  });

  it('is refused where it leaves it, and the refused path is no advice', async () => {
    const { write } = linked('..');
    const [issue] = issuesOf(await write());
    expect(issue).toMatchObject({ code: 'invalid-option', severity: 'error' });
    expect(issue?.remedy).not.toContain('src/background-jobs');
  });

  function linked(to: string) {
    const root = hostOf(bare);
    const target = to === '..' ? realpathSync(mkdtempSync(join(tmpdir(), 'abp-background-jobs-'))) : join(root, to);
    folders.push(target);
    mkdirSync(target, { recursive: true });
    execFileSync('mv', [join(root, 'src'), join(target, 'src')]);
    symlinkSync(join(target, 'src'), join(root, 'src'));
    return { root, write: () => plan(root, { dryRun: false }) };
  }
});

/** The flags that a remedy proposes first. */
function flagsIn(remedy: string): Flags {
  const names: Readonly<Record<string, keyof Flags>> = { 'root-module': 'rootModule', 'path': 'path', 'cwd': 'cwd', 'project': 'project', 'on-conflict': 'onConflict', 'database': 'database', 'provider': 'provider', 'driver': 'driver', 'table-prefix': 'tablePrefix', 'schema': 'schema', 'connection-string-name': 'connectionStringName', 'application-name': 'applicationName' };
  const found = new Map<string, string>();
  for (const [, name = '', value = ''] of remedy.matchAll(/--([a-z-]+) ([^\s,;]+)/g)) {
    const flag = names[name];
    const [first = ''] = value.replace(/[.)]+$/, '').replaceAll(/^['"`]|['"`]$/g, '').split('|');
    if (flag !== undefined && !found.has(flag)) found.set(flag, first);
  }
  return Object.fromEntries(found) as Flags;
}

describe('what a refusal proposes', () => {
  const below: Files = { 'package.json': '{ "workspaces": ["apps/*"] }', ...Object.fromEntries(Object.entries(bare).map(([path, text]) => [`apps/api/${path}`, text])) };
  const twoServers = `import { NestFactory } from '@nestjs/core';\nimport { AppModule } from './app.module.js';\nimport { AdminModule } from './admin.module.js';\n(await NestFactory.create(AdminModule)).listen(1);\n(await NestFactory.create(AppModule)).listen(2);\n`;
  const admin = "import { Module } from '@nestjs/common';\n\n@Module({ imports: [] })\nexport class AdminModule {}\n";

  it.each<[string, Files, Flags]>([
    ['no database', bare, { provider: 'ef' }],
    ['no provider', bare, { yes: true }],
    ['a folder above the application', below, {}],
    ['several servers', { ...bare, 'src/admin.module.ts': admin, 'src/main.ts': twoServers }, {}],
    ['a file in the way', { ...bare, 'src/background-jobs/mine.ts': 'export {};\n' }, {}],
    ['a path outside', bare, { path: '../jobs' }],
    ['a path that is none', bare, { path: 'src/j*bs' }],
    ['a path in node_modules', bare, { path: 'node_modules/jobs' }],
    ['an unknown project', { ...bare, 'nest-cli.json': '{ "projects": { "api": { "root": ".", "sourceRoot": "src" } } }' }, { project: 'web' }],
    ['no file for the root module', bare, { rootModule: 'src/none.ts#None' }],
    ['no class for the root module', bare, { rootModule: 'src/app.module.ts#None' }],
    ['a root module without a class', bare, { rootModule: 'src/app.module.ts' }],
    ['a prefix that is no identifier', bare, { tablePrefix: 'a b' }],
    ['a schema where there are none', bare, { schema: 'jobs' }],
    ['a connection-string name that is none', bare, { connectionStringName: '' }],
  ])('is not refused for the same reason: %s', async (_, files, flags) => {
    const root = hostOf(files);
    const given: Flags = { ...(flags.provider || flags.yes ? {} : { database: 'sqlite' }), ...flags };
    const add = (more: Flags): Promise<Outcome> => runAdd({ yes: true, dryRun: true, skipInstall: true, noTests: true, cwd: root, ...given, ...more }, { prompter: null, show: () => undefined });
    const [refused] = issuesOf(await add({})).filter(({ severity }) => severity === 'error');
    expect.assert(refused);
    const proposed = flagsIn(refused.remedy);
    const [again] = issuesOf(await add(proposed)).filter(({ severity }) => severity === 'error');
    expect({ remedy: refused.remedy, again: again?.message }).not.toEqual({ remedy: refused.remedy, again: refused.message });
    if (Object.keys(proposed).length > 0) expect(again?.code === refused.code ? again.found : null).not.toBe(refused.found);
  });
});
