import { posix } from 'node:path';
import semver from 'semver';

import { findVersion } from '../find-version.ts';
import type { HostFiles } from '../host-files.ts';
import type { HostProject } from '../host-projects.ts';
import { readTsConfig } from '../read-ts-config.ts';
import { asRecord, asText } from '../records.ts';
import type { BuildOutput } from './build-output.ts';
import { compilerOutput } from './compiler-output.ts';
import { readNestCli } from './nest-cli.ts';
import type { Command } from './script-commands.ts';
import { folderGlob } from './source-selection.ts';

/** What a command that builds is read with. */
export interface BuildScene {
  readonly files: HostFiles;
  readonly project: HostProject;
}

type ReadOutput = (scene: BuildScene, args: Command) => BuildOutput | null;

const unknown: BuildOutput = { kind: 'unknown' };

/** What a command leaves of the application's sources; `null` for one that builds something else, or nothing. */
export function outputOf(scene: BuildScene, [program = '', ...args]: Command): BuildOutput | null {
  return tools.find(({ name }) => name.test(program))?.read(scene, args) ?? null;
}

/** Whether a command builds something. */
export function isBuildCommand([program = '', first]: Command): boolean {
  return tools.some(({ name }) => name.test(program)) && (program !== 'nest' || first === 'build');
}

const tools: readonly { readonly name: RegExp; readonly read: ReadOutput }[] = [
  { name: /^nest$/, read: nestOutput },
  { name: /^(?:tsc|ttsc|tspc)$/, read: tscOutput },
  { name: /^swc$/, read: swcOutput },
  { name: /^(?:nx|turbo|lerna|lage|moon|wireit)$/, read: () => unknown },
  { name: /^(?:webpack|webpack-cli|rspack|rsbuild|esbuild|vite|rollup|rolldown|tsup|tsdown|unbuild|pkgroll|ncc)$/, read: (_, [first]) => (first === 'preview' ? null : unknown) },
];

/** `nest build [project…]`, as the Nest CLI reads its flags and its configuration. */
function nestOutput({ files, project }: BuildScene, [command, ...args]: Command): BuildOutput | null {
  if (command !== 'build') return null;
  const flag = flagReader(args, ['-p', '--path', '-b', '--builder', '-c', '--config', '--webpackPath', '--rspackPath']);
  const nestCli = readNestCli(files, flag.value('-c', '--config'));
  const named = flag.plain;
  const isDefault = project.name === null || asText(nestCli?.file.get('root')) === project.folder;
  if (named.length === 0 ? !isDefault && !flag.has('--all') : project.name !== null && !named.includes(project.name)) return null;
  const name = named.length === 0 && !flag.has('--all') ? null : project.name;
  const option = (...keys: readonly string[]): unknown => nestCli?.option(name, 'compilerOptions', ...keys);

  const builder = flag.value('-b', '--builder') ?? asText(option('builder')) ?? asText(option('builder', 'type')) ?? 'tsc';
  const packs = flag.has('--tsc') ? false : flag.has('--webpack') || option('webpack') === true;
  if (packs) return { kind: 'packed', by: 'webpack' };
  const config = flag.value('-p', '--path') ?? asText(option('tsConfigPath')) ?? asText(option('builder', 'options', 'configPath')) ?? defaultConfig(files);
  switch (builder) {
    case 'tsc':
      return compilerOutput(files, config);
    case 'swc':
      return nestSwcOutput(files, config, { ...asRecord(option('builder', 'options')) }, asText(nestCli?.option(name, 'sourceRoot')) ?? 'src');
    default:
      return { kind: 'packed', by: builder };
  }
}

/** The CLI's own rules for what it gives SWC, which changed with its majors. */
function nestSwcOutput(files: HostFiles, configPath: string, options: Readonly<Record<string, unknown>>, sourceRoot: string): BuildOutput {
  const config = readTsConfig(files, configPath);
  const major = semver.coerce(findVersion(files, '.', '@nestjs/cli')?.value ?? '12')?.major ?? 12;
  const isNested = posix.normalize(sourceRoot).includes('/');
  const isMirroredAbove = config?.rootDir != null && posix.normalize(config.rootDir) !== posix.normalize(sourceRoot);
  const isStripped = major >= 12 ? !isNested && !isMirroredAbove : major === 11 ? config?.rootDir == null : true;
  const strips = options['stripLeadingPaths'] ?? isStripped;
  const given = Array.isArray(options['filenames']) ? options['filenames'].filter((name) => typeof name === 'string') : [sourceRoot];
  return swcFiles(files, { given, outDir: asText(options['outDir']) ?? config?.outDir ?? 'dist', strips: strips === true });
}

/** `swc src -d dist`, by the flags of its command line. */
function swcOutput({ files }: BuildScene, args: Command): BuildOutput | null {
  const flag = flagReader(args, ['-d', '--out-dir', '-o', '--out-file', '--config-file', '-C', '--config', '--extensions', '--ignore', '--only', '-s', '--source-maps', '--env-name']);
  const outDir = flag.value('-d', '--out-dir');
  if (outDir === undefined) return unknown;
  // Until 0.3 the first folder was always left out.
  const isOld = semver.lt(semver.coerce(findVersion(files, '.', '@swc/cli')?.value ?? '0.8.0') ?? '0.8.0', '0.3.0');
  return swcFiles(files, { given: flag.plain, outDir, strips: isOld || flag.has('--strip-leading-paths') });
}

interface SwcCall {
  readonly given: readonly string[];
  readonly outDir: string;
  readonly strips: boolean;
}

/** SWC mirrors the working folder, without the first folder of each path where it strips. */
function swcFiles(files: HostFiles, { given, outDir, strips }: SwcCall): BuildOutput {
  const [first = '.'] = given.map((path) => posix.normalize(path).split('/')[0]);
  const absolute = (path: string): string => posix.resolve(files.root, path);
  return {
    kind: 'files',
    root: files.root,
    rootDir: absolute(strips ? first : '.'),
    outDir: absolute(outDir),
    isCommon: false,
    inputs: { include: given.map((path) => folderGlob(files.root, path)), exclude: [], extensions: /\.[cm]?[jt]sx?$/ },
    followsImports: false,
  };
}

/** `tsc -p tsconfig.build.json`, `tsc --build`. */
function tscOutput({ files }: BuildScene, args: Command): BuildOutput | null {
  const flag = flagReader(args, ['-p', '--project', '--outDir', '--rootDir', '-t', '--target', '-m', '--module', '--tsBuildInfoFile', '--declarationDir', '--sourceRoot', '--moduleResolution', '--jsx', '--lib']);
  if (flag.has('--noEmit') || flag.has('--emitDeclarationOnly')) return null;
  const isBuild = flag.has('-b') || flag.has('--build');
  const [named] = isBuild ? flag.plain : [flag.value('-p', '--project')];
  if (!isBuild && flag.plain.length > 0) return unknown;
  const path = named === undefined || files.exists(named) === 'folder' ? posix.join(named ?? '.', 'tsconfig.json') : named;
  return compilerOutput(files, posix.normalize(path), { outDir: flag.value('--outDir'), rootDir: flag.value('--rootDir') });
}

/** What the Nest CLI compiles by where nothing tells it. */
export function defaultConfig(files: HostFiles): string {
  return ['tsconfig.build.json'].find((path) => files.exists(path) === 'file') ?? 'tsconfig.json';
}

interface FlagReader {
  readonly has: (name: string) => boolean;
  readonly value: (...names: readonly string[]) => string | undefined;
  /** Words that are neither a flag nor the value of one. */
  readonly plain: readonly string[];
}

function flagReader(args: Command, withValue: readonly string[]): FlagReader {
  const isValue = (index: number): boolean => index > 0 && withValue.includes(args[index - 1] ?? '');
  return {
    has: (name) => args.includes(name),
    value: (...names) => {
      const index = args.findIndex((word) => names.includes(word));
      const joined = args.find((word) => names.some((name) => word.startsWith(`${name}=`)));
      return index === -1 ? joined?.slice(joined.indexOf('=') + 1) : args[index + 1];
    },
    plain: args.filter((word, index) => !word.startsWith('-') && !isValue(index)),
  };
}
