import type { Issue } from '../errors/issue.ts';
import type { Host, MigrationNaming } from '../host/host.ts';
import { placeOf } from '../host/place-of.ts';
import type { AddOptions } from '../options/add-options.ts';
import type { Connection } from './choose-connection.ts';
import { migrationCommand, type MigrationCommand } from './migration-command.ts';

/** The migration to be written. */
export interface MigrationTarget {
  /** Posix path relative to the host's root. */
  readonly file: string;
  readonly className: string;
  /** How it is run. */
  readonly run: Pick<MigrationCommand, 'command' | 'dataSource'>;
}

const migrationNames: Readonly<Record<MigrationNaming, string>> = {
  PascalCase: 'AddBackgroundJobs',
  camelCase: 'addBackgroundJobs',
  'kebab-case': 'add-background-jobs',
  snake_case: 'add_background_jobs',
};

/** Where the migration goes, or why there is none: a collection makes itself, and the module its indexes when it starts. */
export function migrationTarget(host: Host, options: AddOptions, connection: Connection, now: number): { readonly target: MigrationTarget | null; readonly issues: readonly Issue[] } {
  if (options.provider === 'mongodb' || !options.migration) {
    return { target: null, issues: [] };
  }
  if (connection.kind === 'nestjs-typeorm' && connection.application.synchronize.value === 'on') {
    return {
      target: null,
      issues: [
        {
          code: 'synchronize-on',
          severity: 'info',
          message: 'The host creates its tables itself (synchronize), so no migration is written.',
          ...placeOf(connection.application.synchronize.evidence),
          remedy: 'Nothing to do. Before you switch synchronize off, generate a migration as for your own entities.',
        },
      ],
    };
  }
  const file = `${migrationsFolder(host, connection)}/${now}-${migrationNames[host.typeorm?.migrationNaming ?? 'PascalCase']}.ts`;
  const { issues, ...run } = migrationCommand(host, options, connection, file);
  return { target: { file, className: `AddBackgroundJobs${now}`, run }, issues };
}

/** The folder new migrations go to; posix, relative to the host's root. */
export function migrationsFolder(host: Host, connection: Connection): string {
  const found = connection.kind === 'nestjs-typeorm' ? host.typeorm?.migrationsFolder?.value : undefined;
  return found ?? `${host.sourceRoot.value}/migrations`;
}
