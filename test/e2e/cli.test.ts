import { existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { mixes } from '../golden/mixes.ts';
import { execute, type Finished } from '../support/run.ts';
import { openTerminal } from '../support/terminal.ts';
import { treeHash } from '../support/tree-hash.ts';
import { temporaryFolder, writeFiles } from '../support/write-files.ts';

const cli = join(import.meta.dirname, '../../generators/cli.ts');
const bare = mixes.find((mix) => mix.name === 'nest12-esm-sqlite-own')?.files ?? {};
const withTypeOrm = mixes.find((mix) => mix.name === 'nest11-cjs-postgres-typeorm')?.files ?? {};
const folders: (() => void)[] = [];

afterEach(() => folders.splice(0).forEach((remove) => remove()));

describe('without a terminal', () => {
  it('never asks: exit 3 and the flags that would answer', async () => {
    const { root, abp } = host(bare);
    const before = treeHash(root);
    const { exitCode, document } = await abp('add', '--json', '--yes');
    expect(exitCode).toBe(3);
    expect(document).toMatchObject({ status: 'needs-answers', exitCode: 3, changes: [] });
    expect(document.issues.map((issue) => issue.expected)).toEqual(['--provider', '--database']);
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

  it('--check writes nothing and tells by its exit code', async () => {
    const { root, abp } = host(bare);
    const before = treeHash(root);
    expect(await abp('add', '--json', '--database', 'sqlite', '--check')).toMatchObject({ exitCode: 2, document: { status: 'pending' } });
    expect(treeHash(root)).toBe(before);
    await abp('add', '--json', '--database', 'sqlite', '--yes', '--skip-install');
    expect(await abp('add', '--json', '--check')).toMatchObject({ exitCode: 0, document: { status: 'nothing-to-do' } });
  });

  it('a second add changes not a byte, with the same flags or none, and whatever was edited', async () => {
    const { root, abp } = host(bare);
    const first = await abp('add', '--json', '--database', 'sqlite', '--yes', '--skip-install');
    expect(first).toMatchObject({ exitCode: 0, document: { status: 'done' } });
    writeFileSync(join(root, 'src/background-jobs/domain/background-job-store.ts'), '// mine now\n');
    const written = treeHash(root);
    for (const flags of [['--database', 'sqlite'], []]) {
      expect(await abp('add', '--json', '--yes', '--skip-install', ...flags)).toMatchObject({ exitCode: 0, document: { status: 'nothing-to-do', changes: [] } });
      expect(treeHash(root)).toBe(written);
    }
  });

  it('refuses another prefix where the module is already', async () => {
    const { root, abp } = host(bare);
    await abp('add', '--json', '--database', 'sqlite', '--yes', '--skip-install');
    const written = treeHash(root);
    const { exitCode, document } = await abp('add', '--json', '--yes', '--table-prefix', 'Other');
    expect(exitCode).toBe(4);
    expect(document.issues[0]).toMatchObject({ code: 'already-added', expected: '"Abp"', found: '"Other"' });
    expect(treeHash(root)).toBe(written);
  });

  it('answers a flag it does not know with the nearest, as text and as JSON', async () => {
    const { root, abp } = host(bare);
    expect(await abp('add', '--json', '--databse', 'sqlite')).toMatchObject({ exitCode: 4, document: { status: 'refused', issues: [{ code: 'unknown-option' }] } });
    const { exitCode, stderr } = await execute(process.execPath, [cli, '--databse', 'sqlite'], { cwd: root });
    expect(exitCode).toBe(4);
    expect(stderr).toContain('Did you mean --database?');
  });

  it('prints the document even where there is no host at all', async () => {
    const { abp } = host({});
    expect(await abp('add', '--json', '--yes')).toMatchObject({ exitCode: 4, document: { status: 'refused', host: null, issues: [{ code: 'no-nest-host' }] } });
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
    await terminal.waitFor('Table prefix?');
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

  it.each(['Which database provider?', 'Which database?', 'Table prefix?', 'Write this?'])('leaves the host untouched after Ctrl-C at "%s"', async (question) => {
    const { root } = host(bare);
    const before = treeHash(root);
    const terminal = openTerminal(process.execPath, nodeArguments(), { cwd: root, env: { CI: '' } });
    for (const asked of ['Which database provider?', 'Which database?', 'Table prefix?', /Schema|Connection-string name\?/, /Connection-string name\?|Write this\?/, 'Write this?']) {
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
  readonly changes: readonly { readonly path: string; readonly kind: string; readonly reason: string }[];
  readonly issues: readonly { readonly code: string; readonly message: string; readonly expected?: string; readonly found?: string }[];
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
