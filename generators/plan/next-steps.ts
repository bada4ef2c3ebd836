import { installCommand } from '../host/install-command.ts';
import type { Host, PackageManager } from '../host/host.ts';
import type { AddOptions, JobsDatabase } from '../options/add-options.ts';
import { jobsDatabase } from '../options/jobs-database.ts';
import type { Connection } from './choose-connection.ts';
import type { MigrationTarget } from './migration-target.ts';
import type { DependencyChange } from './plan.ts';

const exampleConnectionString: Readonly<Record<JobsDatabase, string>> = {
  postgres: 'postgres://user:password@localhost:5432/app',
  sqlite: 'data/jobs.sqlite',
  mongodb: 'mongodb://localhost:27017/app',
};

/** Packages with a native part, which a script of theirs fetches or builds. */
const nativePackages = ['better-sqlite3'];

/** Of package managers that have come to run no scripts of packages unless told: how they are told. */
const approvals: Partial<Record<PackageManager, (name: string) => string>> = {
  npm: (name) => `With npm 12 or newer, let ${name} fetch its native part: npm approve-scripts ${name} && npm rebuild ${name}`,
  pnpm: (name) => `With pnpm 10 or newer, let ${name} fetch its native part: pnpm approve-builds ${name}`,
};

/** Where a file of the host forbids all scripts of packages: how one of them is run all the same. */
const exceptions: Partial<Record<PackageManager, (name: string, file: string) => string>> = {
  npm: (name, file) => `${file} keeps packages from running scripts, by which ${name} fetches its native part. Let it: npm rebuild ${name} --ignore-scripts=false`,
  yarn: (name, file) =>
    `${file} keeps packages from running scripts, by which ${name} fetches its native part. Let it: add "dependenciesMeta": { "${name}": { "built": true } } to package.json and run yarn install`,
};

/** The command that installs what has been added, where something has, and what it takes beside. */
export function installSteps(host: Host, dependencies: readonly DependencyChange[]): readonly string[] {
  const added = dependencies.filter(({ action }) => action === 'add').map(({ name }) => name);
  const { scriptBan, packageManager } = host;
  const approve = approvals[packageManager.value];
  const except = exceptions[packageManager.value];
  const step = (name: string): string | undefined => (scriptBan !== null && except ? except(name, scriptBan) : approve?.(name));
  const native = added.filter((name) => nativePackages.includes(name)).map(step).filter((line) => line !== undefined);
  return added.length === 0 ? [] : [installCommand(host).join(' '), ...native];
}

/** What the user still has to do, in order. */
export function nextSteps(host: Host, options: AddOptions, connection: Connection, migration: MigrationTarget | null, dependencies: readonly DependencyChange[]): readonly string[] {
  const steps = [...installSteps(host, dependencies)];
  if (connection.kind === 'own') {
    const names = [...new Set([options.connectionStringName, 'Default'])].map((name) => `ConnectionStrings__${name}`);
    steps.push(`Set ${names.join(' or ')}, for example to ${exampleConnectionString[jobsDatabase(options)]}`);
  }
  if (migration) {
    // The module's own data source needs to be told what the application's connection knows.
    const needsDatabase = connection.kind === 'nestjs-typeorm' && migration.run.dataSource === 'module';
    steps.push(`Create the table${needsDatabase ? ", with ConnectionStrings__Default set to the application's database" : ''}: ${migration.run.command}`);
  }
  if (!options.register) {
    steps.push('Add BackgroundJobsModule.forRoot() to the imports of your root module');
  }
  steps.push(`Write your first job: ${options.path}/README.md`);
  return steps;
}
