import semver from 'semver';

import type { Issue } from '../errors/issue.ts';
import { builtFile } from '../host/build/build-output.ts';
import { isBuildCommand } from '../host/build/build-tools.ts';
import { scriptCommands, type Command } from '../host/build/script-commands.ts';
import { sourceOfBuilt } from '../host/build-folders.ts';
import type { Host, TypeOrmConfiguration } from '../host/host.ts';
import { globReach, type Reach } from '../host/matches-entity-glob.ts';
import { commandsOf } from '../host/package-managers.ts';
import type { AddOptions } from '../options/add-options.ts';
import type { Connection } from './choose-connection.ts';
import { fromBuild, tsx } from './run-source.ts';
import { shellWord } from './shell-word.ts';

/** What a user types, in the host's root, to have migrations run. */
export interface MigrationCommand {
  readonly command: string;
  /** Of the module's own data source, which has to be told the database, or of the host's. */
  readonly dataSource: 'module' | 'host';
  readonly issues: readonly Issue[];
}

/**
 * How the migration is run: as the host runs its own, where that reaches it, else by the data source that comes with the module.
 * @param file the migration, relative to the host's root.
 */
export function migrationCommand(host: Host, options: AddOptions, connection: Connection, file: string): MigrationCommand {
  const own: MigrationCommand = { command: moduleCommand(host, options, file), dataSource: 'module', issues: [] };
  if (connection.kind !== 'nestjs-typeorm') return own;
  const configurations = [connection.application, ...connection.cli];
  return scriptedCommand(host, configurations, file, own) ?? dataSourceCommand(host, configurations, file) ?? own;
}

/** How migrations run by the data source that comes with the module. */
export function moduleCommand(host: Host, options: AddOptions, file: string): string {
  const dataSource = `${options.path}/typeorm/data-source.ts`;
  return migrationsFromBuild(host, dataSource, file) ?? fromSource(host, dataSource);
}

/** The host's own script that runs migrations and nothing behind them, by its name or by what it does. */
function scriptedCommand(host: Host, configurations: readonly TypeOrmConfiguration[], file: string, own: MigrationCommand): MigrationCommand | null {
  const runs = ([name, script]: [string, string]): boolean => /migrations?[:-]run$/.test(name) || /\bmigration:run\b[^&|;]*$/.test(script);
  const names = Object.entries(host.scripts).filter(runs).map(([name]) => name).filter((name) => !scriptCommands(host.scripts, name).some(lacksDataSource));
  const name = names.find((candidate) => candidate === 'migration:run') ?? names.find((candidate) => !candidate.includes('test'));
  if (name === undefined) return null;
  const commands = scriptCommands(host.scripts, name);
  const given = givenDataSource(host, commands);
  const configuration = configurations.find(({ dataSourceFile }) => dataSourceFile !== null && dataSourceFile === given?.source);
  const run = [...commandsOf(host.packageManager.value).run, name].join(' ');
  if (!given || !configuration) return { command: run, dataSource: 'host', issues: [unseen(name, file)] };
  const reach = reachOf(configuration, file, host);
  if (!reach.source && !reach.built) return { ...own, issues: [outOfReach(configuration, file)] };
  const isStale = (given.isBuilt || !reach.source) && !commands.some(isBuildCommand);
  return { command: isStale && host.build ? `${host.build.command} && ${run}` : run, dataSource: 'host', issues: [] };
}

const dataSourceFlag = /^(?:-d|--data-?source)(?:=|$)/i;
const typeormProgram = /(?:^|\/)typeorm(?:-ts-node-(?:commonjs|esm)|\/cli(?:\.js)?)?$/;

/** TypeORM's own program ends at once without a data source, and has done so since 0.3: such a script only works with what a user types behind it. */
function lacksDataSource(command: Command): boolean {
  return command.includes('migration:run') && command.some((word) => typeormProgram.test(word)) && !command.some((word) => dataSourceFlag.test(word));
}

interface GivenDataSource {
  readonly source: string;
  /** The script names what is built of it. */
  readonly isBuilt: boolean;
}

function givenDataSource(host: Host, commands: readonly Command[]): GivenDataSource | null {
  const words = commands.find((command) => command.includes('migration:run')) ?? [];
  const index = words.findIndex((word) => dataSourceFlag.test(word));
  const path = words[index]?.split('=')[1] ?? words[index + 1];
  if (index === -1 || path === undefined) return null;
  const normal = path.replace(/^\.\//, '');
  const mapped = sourceOfBuilt(normal, host.sourceRoot.value, host.buildFolders);
  const stem = mapped.replace(/\.([cm]?)[jt]s$/, '');
  const source = (host.typeorm?.configurations ?? []).map(({ dataSourceFile }) => dataSourceFile).find((file) => file?.replace(/\.[cm]?ts$/, '') === stem);
  return source == null ? null : { source, isBuilt: mapped !== normal };
}

/** By the host's data source for TypeORM's command line: as source where the host has what runs it, else as it is built. */
function dataSourceCommand(host: Host, configurations: readonly TypeOrmConfiguration[], file: string): MigrationCommand | null {
  for (const configuration of configurations) {
    const { dataSourceFile } = configuration;
    if (dataSourceFile === null) continue;
    const reach = reachOf(configuration, file, host);
    const isBuilt = reach.built && host.build !== null && builtFile(host.build.output.value, file, [dataSourceFile]) !== null;
    const command = (reach.source && hasTsNode(host) ? byTsNode(host, dataSourceFile) : null) ?? (isBuilt ? migrationsFromBuild(host, dataSourceFile, file) : null);
    if (command !== null) return { command, dataSource: 'host', issues: [] };
  }
  return null;
}

function reachOf({ migrations }: TypeOrmConfiguration, file: string, host: Host): Reach {
  if (migrations?.value.kind !== 'globs') return { source: migrations !== null, built: migrations !== null };
  const reaches = migrations.value.patterns.map((pattern) => globReach(pattern, file, host));
  return { source: reaches.some(({ source }) => source), built: reaches.some(({ built }) => built) };
}

function migrationsFromBuild(host: Host, dataSource: string, migration: string): string | null {
  return fromBuild(host, dataSource, [migration], (built) => `${run(host, 'typeorm')} migration:run -d ${built}`);
}

/** Whatever the build makes of it. */
function fromSource(host: Host, dataSource: string): string {
  return hasTsNode(host) ? byTsNode(host, dataSource) : `${tsx(host)} ${shellWord(`${host.packagesFolder}/typeorm/cli.js`)} migration:run -d ${shellWord(dataSource)}`;
}

function byTsNode(host: Host, dataSource: string): string {
  const runner = host.moduleFormat.value === 'esm' ? 'typeorm-ts-node-esm' : 'typeorm-ts-node-commonjs';
  return `${run(host, runner)} migration:run -d ${shellWord(dataSource)}`;
}

/** What TypeORM runs sources by; it resolves modules as Node does, and knows no TypeScript newer than 6. */
function hasTsNode({ manifest, compilesForNode, typescript }: Host): boolean {
  return 'ts-node' in manifest.dependencies && compilesForNode && (semver.coerce(typescript?.value)?.major ?? 5) < 7;
}

function run(host: Host, binary: string): string {
  return [...commandsOf(host.packageManager.value).exec, binary].join(' ');
}

function unseen(script: string, file: string): Issue {
  return {
    code: 'migration-out-of-reach',
    severity: 'info',
    message: `What the script ${script} takes in cannot be seen from here.`,
    file: 'package.json',
    expected: file,
    remedy: `Make sure that it runs ${file}.`,
  };
}

function outOfReach({ dataSourceFile, evidence }: TypeOrmConfiguration, file: string): Issue {
  return {
    code: 'migration-out-of-reach',
    severity: 'info',
    message: `${dataSourceFile ?? evidence.file} does not take in ${file}, so the table is created by the data source that comes with the module.`,
    file: evidence.file,
    ...(evidence.line !== undefined && { line: evidence.line }),
    expected: file,
    remedy: 'Nothing to do. To have the host run it with its own migrations, add the folder to `migrations` there.',
  };
}
