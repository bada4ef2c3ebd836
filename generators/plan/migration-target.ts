import type { Issue } from '../errors/issue.ts';
import type { Host, MigrationNaming } from '../host/host.ts';
import { commandsOf } from '../host/package-managers.ts';
import { placeOf } from '../host/place-of.ts';
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
  return {
    target: {
      file: `${migrationsFolder(host, connection)}/${now}-${migrationNames[host.typeorm?.migrationNaming ?? 'PascalCase']}.ts`,
      className: `AddBackgroundJobs${now}`,
      command: migrationCommand(host, options, connection),
    },
    issues: [],
  };
}

/** The folder new migrations go to; posix, relative to the host's root. */
export function migrationsFolder(host: Host, connection: Connection): string {
  const found = connection.kind === 'nestjs-typeorm' ? host.typeorm?.migrationsFolder?.value : undefined;
  return found ?? `${host.sourceRoot.value}/migrations`;
}

function migrationCommand(host: Host, options: AddOptions, connection: Connection): string {
  if (connection.kind !== 'nestjs-typeorm') {
    return ownConnectionCommand(host, options);
  }
  const script = migrationScript(host);
  if (script !== null) {
    return runScript(host, script);
  }
  const dataSource = [connection.application, ...connection.cli].map(({ dataSourceFile }) => dataSourceFile).find((file) => file !== null);
  if (dataSource === undefined) {
    return ownConnectionCommand(host, options);
  }
  const runner = host.moduleFormat.value === 'esm' ? 'typeorm-ts-node-esm' : 'typeorm-ts-node-commonjs';
  return host.manifest.dependencies['ts-node'] === undefined ? withoutTsNode(host, dataSource) : `${runBinary(host, runner)} migration:run -d ${shellWord(dataSource)}`;
}

/** How migrations run by the data source that comes with the module. Hosts need not have `ts-node`. */
export function ownConnectionCommand(host: Host, options: AddOptions): string {
  return withoutTsNode(host, `${options.path}/typeorm/data-source.ts`);
}

/** From the build, where that has a file for the data source. */
function withoutTsNode(host: Host, dataSource: string): string {
  return host.bundler === null
    ? `${runScript(host, 'build')} && ${runBinary(host, 'typeorm')} migration:run -d ${shellWord(builtFile(host, dataSource))}`
    : `npx tsx node_modules/typeorm/cli.js migration:run -d ${shellWord(dataSource)}`;
}

/** Where the host's build puts a source file. */
function builtFile(host: Host, file: string): string {
  const root = `${host.sourceRoot.value}/`;
  return `${host.buildFolders[0] ?? 'dist'}/${(file.startsWith(root) ? file.slice(root.length) : file).replace(/\.ts$/, '.js')}`;
}

/** The host's own script that runs migrations and nothing behind them, by its name or by what it does. */
function migrationScript(host: Host): string | null {
  const runs = ([name, script]: [string, string]) => /migrations?[:-]run$/.test(name) || /\bmigration:run\b[^&|;]*$/.test(script);
  const names = Object.entries(host.scripts).filter(runs).map(([name]) => name);
  return names.find((name) => name === 'migration:run') ?? names.find((name) => !name.includes('test')) ?? null;
}

function runScript(host: Host, script: string): string {
  return [...commandsOf(host.packageManager.value).run, script].join(' ');
}

function runBinary(host: Host, binary: string): string {
  return [...commandsOf(host.packageManager.value).exec, binary].join(' ');
}

/** A path as a word for the shells people use, cmd.exe among them. */
function shellWord(path: string): string {
  return /[\s()[\]]/.test(path) ? `"${path}"` : path;
}
