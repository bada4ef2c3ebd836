import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mixes } from '../golden/mixes.ts';
import { treeHash } from '../support/tree-hash.ts';
import { execute, run, type Finished } from '../support/run.ts';
import { temporaryFolder } from '../support/write-files.ts';

const repository = join(import.meta.dirname, '../..');
const tools = join(repository, '.cache/yo');
const files = mixes.find((mix) => mix.name === 'nest12-esm-sqlite-own')?.files ?? {};

/** `yo` gives up root and becomes this user, so the host has to be that user's. */
const user = 1000;

describe('yo 7, with the generator as the host has it in node_modules', () => {
  const host = temporaryFolder({ ...files, 'home/.keep': '' });

  beforeAll(async () => {
    if (!existsSync(join(tools, 'node_modules/.bin/yo'))) {
      mkdirSync(tools, { recursive: true });
      await run('npm', ['install', '--prefix', tools, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', 'yo@7'], { cwd: tools, timeout: 300_000 });
    }
    mkdirSync(join(host.root, 'node_modules'));
    symlinkSync(repository, join(host.root, 'node_modules/generator-abp-background-jobs'));
    if (process.getuid?.() === 0) {
      ['.', ...(readdirSync(host.root, { recursive: true }) as string[])]
        .filter((path) => !path.startsWith('node_modules/'))
        .forEach((path) => chownSync(join(host.root, path), user, user));
    }
  });
  afterAll(host.remove);

  const yo = (...args: string[]): Promise<Finished> =>
    execute(process.execPath, [join(tools, 'node_modules/yo/lib/cli.js'), ...args], { cwd: host.root, env: { HOME: join(host.root, 'home'), XDG_CONFIG_HOME: join(host.root, 'home') } });

  it('never asks without a terminal', async () => {
    const { exitCode, stdout, stderr } = await yo('abp-background-jobs');
    expect(`${stdout}${stderr}`).toContain('--database');
    expect(exitCode).toBe(3);
    expect(existsSync(join(host.root, 'src/background-jobs'))).toBe(false);
  });

  it('answers a misspelt flag with the nearest', async () => {
    const { exitCode, stdout, stderr } = await yo('abp-background-jobs', '--databse', 'sqlite', '--yes');
    expect(`${stdout}${stderr}`).toContain('Did you mean --database?');
    expect(exitCode).toBe(4);
  });

  it('writes byte for byte what the command writes for the same answers, and the second time nothing', async () => {
    const flags = ['--database', 'sqlite', '--yes', '--skip-install', '--no-tests', '--no-migration', '--table-prefix', 'Yo', '--application-name', 'yo app'];
    const other = temporaryFolder(files);
    try {
      await run(process.execPath, [join(repository, 'generators/cli.ts'), ...flags], { cwd: other.root });
      expect(await yo('abp-background-jobs', ...flags)).toMatchObject({ exitCode: 0 });
      expect(treeHash(join(host.root, 'src'))).toBe(treeHash(join(other.root, 'src')));
      expect(readFileSync(join(host.root, 'package.json'), 'utf8')).toBe(readFileSync(join(other.root, 'package.json'), 'utf8'));
    } finally {
      other.remove();
    }
    const second = await yo('abp-background-jobs', '--yes');
    expect(second).toMatchObject({ exitCode: 0 });
    expect(`${second.stdout}${second.stderr}`).toContain('nothing to do');
  });

  it('prints the document and nothing else on stdout with --json', async () => {
    const { stdout, exitCode } = await yo('abp-background-jobs', '--json', '--check');
    expect(JSON.parse(stdout)).toMatchObject({ command: 'add', status: 'nothing-to-do', exitCode: 0 });
    expect(exitCode).toBe(0);
  });
});
