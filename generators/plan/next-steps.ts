import { installCommand } from '../host/install-command.ts';
import type { Host } from '../host/host.ts';
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

/** The command that installs what has been added, where something has. */
export function installStep(host: Host, dependencies: readonly DependencyChange[]): readonly string[] {
  return dependencies.some((dependency) => dependency.action === 'add') ? [installCommand(host).join(' ')] : [];
}

/** What the user still has to do, in order. */
export function nextSteps(host: Host, options: AddOptions, connection: Connection, migration: MigrationTarget | null, dependencies: readonly DependencyChange[]): readonly string[] {
  const steps = [...installStep(host, dependencies)];
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
