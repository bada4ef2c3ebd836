import { cp, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installedPackages } from '../support/installed-packages.ts';
import { nest12Esm } from '../support/hosts/nest12-esm.ts';
import { type PreparedHost, prepareHost } from '../support/hosts/prepare-host.ts';
import { execute, run } from '../support/run.ts';

const REPOSITORY = join(import.meta.dirname, '../..');
/** Without the Node of this repository. */
const OTHER_PATH = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules')).join(delimiter);
const NPM_FLAGS = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
const ADD = ['add', '--database', 'sqlite', '--dry-run', '--json', '--yes'];

/** What `npm pack --json` tells of the package. */
interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

describe('the package', () => {
  let folder: string;
  let tarball: string;
  let packed: Packed;
  let version: string;
  let host: PreparedHost;

  beforeAll(async () => {
    // A space, as in the home folders of many.
    folder = join(await mkdtemp(join(tmpdir(), 'abp-background-jobs-package-')), 'my packages');
    await mkdir(folder);
    packed = await pack(folder);
    tarball = join(folder, packed.filename);
    ({ version } = JSON.parse(await readFile(join(REPOSITORY, 'package.json'), 'utf8')) as { version: string });
    host = await prepareHost(nest12Esm);
  });
  afterAll(async () => {
    await rm(join(folder, '..'), { recursive: true, force: true });
    await host?.remove();
  });

  it('holds the built generator, the templates and nothing of its tests', () => {
    const folders = new Set(packed.files.map(({ path }) => path.split('/')[0]));
    expect([...folders].toSorted()).toEqual(['LICENSE', 'README.md', 'dist', 'package.json', 'templates']);
    expect(packed.files.filter(({ path }) => path.startsWith('dist/') && !/^dist\/generators\/.*\.js$/.test(path))).toEqual([]);
    expect(packed.files.map(({ path }) => path)).toContain('dist/generators/bin.js');
  });

  it('runs nothing when it is installed', async () => {
    const { scripts } = JSON.parse(await readFile(join(REPOSITORY, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
    expect(Object.keys(scripts).filter((name) => /^(pre|post)?install$|^prepare$/.test(name))).toEqual([]);
  });

  it('works as a development dependency', async () => {
    await host.run('npm', 'install', '--save-dev', ...NPM_FLAGS, tarball);
    await expectToWork((...args) => host.run('npx', 'abp-background-jobs', ...args));
  });

  it.each(['18', '20'])('on Node %s says so, and the line that it prints works there', async (major) => {
    await host.run('npm', 'install', '--save-dev', ...NPM_FLAGS, tarball);
    const name = `node-${process.platform}-${process.arch}`;
    const old = join(await installedPackages({ [name]: major }), 'node_modules', name, 'bin');
    const env = { ...host.env, PATH: [old, OTHER_PATH].join(delimiter), npm_config_yes: 'true' };
    const shell = (line: string) => execute('sh', ['-c', line], { cwd: host.root, env, timeout: 600_000 });

    const refused = await shell(`node_modules/.bin/abp-background-jobs ${ADD.join(' ')} --application-name 'my own shop'`);
    expect(refused.exitCode).toBe(4);
    const { status, issues, next } = JSON.parse(refused.stdout) as { status: string; issues: { code: string; found: string }[]; next: string[] };
    expect({ status, issues }).toMatchObject({ status: 'refused', issues: [{ code: 'old-node', found: expect.stringMatching(`^${major}\\.`) }] });

    const { stdout, stderr } = await shell(next[0] ?? '');
    expect(stdout, stderr).not.toBe('');
    const planned = JSON.parse(stdout) as { issues: unknown };
    expect(planned, JSON.stringify(planned.issues)).toMatchObject({ status: 'planned', options: { applicationName: 'my own shop' } });
  });

  it('works when it is installed globally', async () => {
    const prefix = join(folder, 'global');
    await host.run('npm', 'install', '--global', `--prefix=${prefix}`, ...NPM_FLAGS, tarball);
    await expectToWork((...args) => host.run(join(prefix, 'bin/abp-background-jobs'), ...args));
  });

  it('works through npx without being installed', async () => {
    await host.run('git', 'checkout', '--quiet', 'package.json', 'package-lock.json');
    await host.run('npm', 'prune', ...NPM_FLAGS);
    await expectToWork((...args) => host.run('npx', '--yes', '--prefer-offline', `--package=${tarball}`, 'abp-background-jobs', ...args));
  });

  async function expectToWork(abpBackgroundJobs: (...args: readonly string[]) => Promise<string>): Promise<void> {
    expect(await abpBackgroundJobs('--version')).toBe(`generator-abp-background-jobs ${version} (dist)\n`);
    const { status, changes } = JSON.parse(await abpBackgroundJobs(...ADD)) as { status: string; changes: { path: string }[] };
    expect(status).toBe('planned');
    expect(changes.map(({ path }) => path)).toContain('src/background-jobs/background-jobs.module.ts');
  }
});

/** Packs a copy of the repository, because building leaves a `dist` behind that Yeoman would prefer to the sources. */
async function pack(folder: string): Promise<Packed> {
  const copy = join(folder, 'repository');
  const { stdout } = await run('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: REPOSITORY });
  const files = stdout.trimEnd().split('\n').filter((path) => /^(generators|templates|test\/support\/scripts)\/|^[^/]+$/.test(path));
  for (const path of files) {
    await cp(join(REPOSITORY, path), join(copy, path));
  }
  await symlink(join(REPOSITORY, 'node_modules'), join(copy, 'node_modules'));
  const { stdout: told } = await run('npm', ['pack', '--json', '--loglevel=error', `--pack-destination=${folder}`], { cwd: copy });
  // In front of npm's JSON stands what the build prints.
  const [packed] = JSON.parse(told.slice(told.search(/^\[/m))) as readonly Packed[];
  if (packed === undefined) {
    throw new Error(`npm pack told of no package:\n${told}`);
  }
  return packed;
}
