import { describe, expect, it } from 'vitest';
import type { AddOptions } from '../../../generators/options/add-options.ts';
import type { Connection } from '../../../generators/plan/choose-connection.ts';
import { nextSteps } from '../../../generators/plan/next-steps.ts';
import type { DependencyChange } from '../../../generators/plan/plan.ts';
import type { MemoryTree } from '../../support/memory-host-files.ts';
import { hostOf, sampleHost } from '../host/sample-host.ts';

const options = { provider: 'ef', database: 'sqlite', path: 'src/background-jobs', connectionStringName: 'Jobs', register: true } as AddOptions;
const own: Connection = { kind: 'own' };
const hosts = { kind: 'nestjs-typeorm' } as Connection;
const host = hostOf({ ...sampleHost, 'pnpm-lock.yaml': '' });
const added: DependencyChange = { name: 'typeorm', range: '^1.1.0', section: 'dependencies', action: 'add' };
const migration = (command: string, dataSource: 'module' | 'host' = 'module') => ({ file: 'x', className: 'x', run: { command, dataSource } });
const last = 'Write your first job: src/background-jobs/README.md';

describe('the next steps', () => {
  it('are all of them for a host that has nothing yet, in the order to take them', () => {
    expect(nextSteps(host, { ...options, register: false }, own, migration('migrate'), [added])).toEqual([
      'pnpm install',
      'Set ConnectionStrings__Jobs or ConnectionStrings__Default, for example to data/jobs.sqlite',
      'Create the table: migrate',
      'Add BackgroundJobsModule.forRoot() to the imports of your root module',
      last,
    ]);
  });

  it.each([
    ['pnpm-lock.yaml', 'With pnpm 10 or newer, let better-sqlite3 fetch its native part: pnpm approve-builds better-sqlite3'],
    ['package-lock.json', 'With npm 12 or newer, let better-sqlite3 fetch its native part: npm approve-scripts better-sqlite3 && npm rebuild better-sqlite3'],
    ['yarn.lock', last],
  ])('tell the package manager of %s to run the script of a package with a native part', (lockfile, step) => {
    const sqlite: DependencyChange = { ...added, name: 'better-sqlite3' };
    expect(nextSteps(hostOf({ ...sampleHost, [lockfile]: '' }), options, hosts, null, [sqlite])[1]).toBe(step);
  });

  it.each<[string, MemoryTree, string]>([
    ['.npmrc', { 'package-lock.json': '', '.npmrc': 'fund=false\nignore-scripts = true\n' }, 'npm rebuild better-sqlite3 --ignore-scripts=false'],
    ['.yarnrc.yml', { 'yarn.lock': '__metadata:\n', '.yarnrc.yml': 'enableScripts: false\n' }, 'add "dependenciesMeta": { "better-sqlite3": { "built": true } } to package.json and run yarn install'],
  ])('tell of a package with a native part where %s keeps packages from running scripts', (file, tree, line) => {
    const sqlite: DependencyChange = { ...added, name: 'better-sqlite3' };
    const step = `${file} keeps packages from running scripts, by which better-sqlite3 fetches its native part. Let it: ${line}`;
    expect(nextSteps(hostOf({ ...sampleHost, ...tree }), options, hosts, null, [sqlite])[1]).toBe(step);
  });

  it('are only to write a job where everything is there', () => {
    expect(nextSteps(host, options, hosts, null, [{ ...added, action: 'keep' }])).toEqual([last]);
  });

  it('with MongoDB leave the indexes to the module', () => {
    const mongodb = { provider: 'mongodb', driver: 'mongodb', path: options.path, connectionStringName: 'Jobs', register: true } as AddOptions;
    expect(nextSteps(host, mongodb, own, null, [])).toEqual(['Set ConnectionStrings__Jobs or ConnectionStrings__Default, for example to mongodb://localhost:27017/app', last]);
    expect(nextSteps(host, mongodb, { kind: 'nestjs-mongoose', name: 'default', rootFactory: null }, null, [])).toEqual([last]);
  });

  it('name the connection string once where it is the default one', () => {
    expect(nextSteps(host, { ...options, connectionStringName: 'Default' }, own, null, [])[0]).toMatch(/^Set ConnectionStrings__Default, /);
  });

  it('say which database our data source has to be given, where the host has none for the command line', () => {
    expect(nextSteps(host, options, hosts, migration('migrate'), [])[0]).toContain("with ConnectionStrings__Default set to the application's database");
    expect(nextSteps(host, options, hosts, migration('npm run migration:run', 'host'), [])[0]).toBe('Create the table: npm run migration:run');
  });
});
