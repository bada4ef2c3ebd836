import type { Issue } from '../errors/issue.ts';
import type { Host } from '../host/host.ts';
import type { AddOptions } from '../options/add-options.ts';
import type { Connection } from './choose-connection.ts';

/** The migration to be written. */
export interface MigrationTarget {
  /** Posix path relative to the host's root. */
  readonly file: string;
  readonly className: string;
  /** How the host runs its migrations. */
  readonly command: string;
}

/** Where the migration goes, or why there is none. */
export function migrationTarget(host: Host, options: AddOptions, connection: Connection, now: number): { readonly target: MigrationTarget | null; readonly issues: readonly Issue[] } {
  if (!options.migration) {
    return { target: null, issues: [] };
  }
  if (connection.kind === 'nestjs-typeorm' && connection.application.synchronize.value === 'on') {
    const { file, line } = connection.application.synchronize.evidence;
    return {
      target: null,
      issues: [
        {
          code: 'synchronize-on',
          severity: 'info',
          message: 'The host creates its tables itself (synchronize), so no migration is written.',
          file,
          ...(line === undefined ? {} : { line }),
          remedy: 'Nothing to do. Before you switch synchronize off, generate a migration as for your own entities.',
        },
      ],
    };
  }
  const folder = connection.kind === 'nestjs-typeorm' ? host.typeorm?.migrationsFolder?.value : undefined;
  return {
    target: {
      file: `${folder ?? `${host.sourceRoot.value}/migrations`}/${now}-AddBackgroundJobs.ts`,
      className: `AddBackgroundJobs${now}`,
      command: migrationCommand(host, options, connection),
    },
    issues: [],
  };
}

function migrationCommand(host: Host, options: AddOptions, connection: Connection): string {
  const script = scriptOf(host, 'migration:run');
  if (script) {
    return script;
  }
  const runner = host.moduleFormat.value === 'esm' ? 'typeorm-ts-node-esm' : 'typeorm-ts-node-commonjs';
  const dataSource = connection.kind === 'own' ? `${options.path}/typeorm/data-source.ts` : (connection.cli[0]?.evidence.file ?? '<your data source>');
  return `npx ${runner} migration:run -d ${dataSource}`;
}

function scriptOf(host: Host, name: string): string | null {
  const scripts = (JSON.parse(host.manifest.text.replace(/^\uFEFF/, '')) as { scripts?: Record<string, string> }).scripts ?? {};
  const key = scripts[name] !== undefined ? name : Object.keys(scripts).find((candidate) => /migrations?[:-]run$/.test(candidate));
  return key === undefined ? null : `${host.packageManager.value.replace('-classic', '')} run ${key}`;
}
