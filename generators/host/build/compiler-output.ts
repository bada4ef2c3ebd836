import { posix } from 'node:path';
import semver from 'semver';

import { findVersion } from '../find-version.ts';
import type { HostFiles } from '../host-files.ts';
import { readTsConfig, type TsConfig } from '../read-ts-config.ts';
import { asTexts } from '../records.ts';
import type { BuildOutput } from './build-output.ts';
import { inputFolder } from './input-folder.ts';
import { folderGlob, type FolderGlob, type SourceSelection } from './source-selection.ts';

/** What the command line says beside the configuration; both relative to the host's root. */
export interface CompilerFlags {
  readonly outDir?: string | undefined;
  readonly rootDir?: string | undefined;
}

const unknown: BuildOutput = { kind: 'unknown' };

/** Where `tsc` puts its output for a configuration, posix and relative to the host's root. */
export function compilerOutput(files: HostFiles, configPath: string, flags: CompilerFlags = {}): BuildOutput {
  const config = readTsConfig(files, configPath);
  if (!config || isOn(config, 'noEmit') || isOn(config, 'emitDeclarationOnly')) return unknown;
  const absolute = (path: string): string => posix.resolve(files.root, path);
  const outDir = flags.outDir ?? config.outDir;
  const inputs = compilerInputs(files, config, outDir);
  const common = { kind: 'files', root: absolute('.'), inputs, followsImports: true } as const;
  // Without a folder for its output the compiler writes beside the sources.
  if (outDir === null) return { ...common, rootDir: absolute('.'), outDir: absolute('.'), isCommon: false };
  const fixed = flags.rootDir ?? config.rootDir ?? (isFixedByConfig(files, config) ? posix.dirname(config.path) : null);
  const rootDir = fixed === null ? inputFolder(files, inputs) : absolute(fixed);
  return rootDir === null ? unknown : { ...common, rootDir, outDir: absolute(outDir), isCommon: fixed === null };
}

/** Sources are mirrored from the configuration's own folder in composite projects, and from TypeScript 6 on in all. */
function isFixedByConfig(files: HostFiles, config: TsConfig): boolean {
  const version = semver.coerce(findVersion(files, posix.dirname(config.path), 'typescript')?.value ?? '5.0.0');
  return isOn(config, 'composite') || (version?.major ?? 5) >= 6;
}

function compilerInputs(files: HostFiles, config: TsConfig, outDir: string | null): SourceSelection {
  const globs = (patterns: readonly string[] | null): readonly FolderGlob[] | null => patterns?.map((pattern) => folderGlob(files.root, pattern)) ?? null;
  const named = globs(config.files);
  const folder = posix.dirname(config.path);
  const ignored = [...['node_modules', 'bower_components', 'jspm_packages'].map((name) => posix.join(folder, name)), ...asTexts(outDir ?? [])];
  return {
    include: [...(named ?? []), ...(globs(config.include) ?? (named === null ? [folderGlob(files.root, posix.join(folder, '**/*'))] : []))],
    exclude: globs(config.exclude ?? ignored) ?? [],
    extensions: isOn(config, 'allowJs') ? /\.[cm]?[jt]sx?$/ : /\.[cm]?tsx?$/,
  };
}

function isOn(config: TsConfig, option: string): boolean {
  return config.option(option)?.value === true;
}
