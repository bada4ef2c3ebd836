import { posix } from 'node:path';

import { foldersUpwards } from './folders-upwards.ts';
import type { HostFiles } from './host-files.ts';
import { hostPath } from './host-path.ts';
import { readJson, type JsonFile } from './read-json.ts';
import { asRecord, asText, asTexts } from './records.ts';

/** A tsconfig.json with everything it extends. Folders and paths are relative to the host's root. */
export interface TsConfig {
  readonly path: string;
  /** The option as written, and the file that writes it. */
  readonly option: (name: string) => { readonly value: unknown; readonly file: JsonFile } | null;
  /** `baseUrl`, resolved. */
  readonly baseUrl: string | null;
  /** `paths` as written, and the folder their targets are relative to. */
  readonly paths: Readonly<Record<string, readonly string[]>>;
  readonly pathsFolder: string;
  readonly outDir: string | null;
  readonly rootDir: string | null;
  /** What it compiles, as patterns; `null` where nothing says it. */
  readonly files: readonly string[] | null;
  readonly include: readonly string[] | null;
  readonly exclude: readonly string[] | null;
}

/** Reads a configuration; `null` when there is no such file. What it extends and cannot be found is left out. */
export function readTsConfig(files: HostFiles, path: string): TsConfig | null {
  const chain = configChain(files, path, new Set());
  const [first] = chain;
  if (!first) return null;
  const option: TsConfig['option'] = (name) => {
    const file = chain.find((candidate) => candidate.get('compilerOptions', name) !== undefined);
    return file ? { value: file.get('compilerOptions', name), file } : null;
  };
  // `${configDir}` is the folder of the outermost configuration, wherever it is written.
  const written = (file: JsonFile, value: string): string =>
    value.startsWith('${configDir}') ? posix.join(posix.dirname(path), value.slice('${configDir}'.length)) : posix.join(posix.dirname(file.path), value);
  const folderOption = (name: string): string | null => {
    const found = option(name);
    const value = asText(found?.value);
    return found && value ? hostPath(files, written(found.file, value)) : null;
  };
  const patterns = (name: string): readonly string[] | null => {
    const file = chain.find((candidate) => candidate.get(name) !== undefined);
    return file ? asTexts(file.get(name)).map((value) => written(file, value)) : null;
  };
  const baseUrl = folderOption('baseUrl');
  const paths = option('paths');
  return {
    path,
    option,
    baseUrl,
    paths: Object.fromEntries(Object.entries(asRecord(paths?.value)).map(([pattern, targets]) => [pattern, asTexts(targets)])),
    pathsFolder: baseUrl ?? posix.dirname(paths?.file.path ?? path),
    outDir: folderOption('outDir'),
    rootDir: folderOption('rootDir'),
    files: patterns('files'),
    include: patterns('include'),
    exclude: patterns('exclude'),
  };
}

/** The configuration that governs a source file: the nearest one above it, for an Nx or solution-style folder the one of the application. */
export function tsConfigFor(files: HostFiles, sourceFile: string): TsConfig | null {
  for (const folder of foldersUpwards(files, posix.dirname(sourceFile))) {
    for (const name of ['tsconfig.app.json', 'tsconfig.json', 'tsconfig.base.json']) {
      const path = posix.join(folder, name);
      if (files.exists(path) !== 'file') continue;
      const referenced = applicationReference(files, path);
      const config = readTsConfig(files, referenced ?? path);
      if (config) return config;
    }
  }
  return null;
}

/** A solution-style configuration (`"files": []` and references) compiles nothing itself. */
function applicationReference(files: HostFiles, path: string): string | null {
  const config = readJson(files, path);
  const ownFiles = config?.get('files');
  if (!config || !Array.isArray(ownFiles) || ownFiles.length > 0 || config.get('include') !== undefined) return null;
  const references = config.get('references');
  const targets = (Array.isArray(references) ? references : [])
    .map((reference) => asText(asRecord(reference)['path']))
    .filter((target) => target !== null)
    .map((target) => configFile(files, posix.join(posix.dirname(path), target)))
    .filter((target) => target !== null);
  return targets.find((target) => !/spec|test|e2e/.test(posix.basename(target))) ?? null;
}

function configChain(files: HostFiles, path: string, seen: Set<string>): readonly JsonFile[] {
  if (seen.has(path)) return [];
  seen.add(path);
  const config = readJson(files, path);
  if (!config) return [];
  // Of several the last one wins, and each wins over what it extends itself.
  const bases = asTexts(config.get('extends')).toReversed();
  return [config, ...bases.flatMap((base) => extended(files, path, base)).flatMap((base) => configChain(files, base, seen))];
}

function extended(files: HostFiles, from: string, specifier: string): readonly string[] {
  const folder = posix.dirname(from);
  const candidates = specifier.startsWith('.')
    ? [posix.join(folder, specifier)]
    : foldersUpwards(files, folder).map((parent) => posix.join(parent, 'node_modules', specifier));
  const found = candidates.map((candidate) => configFile(files, candidate)).find((candidate) => candidate !== null);
  return found ? [found] : [];
}

function configFile(files: HostFiles, path: string): string | null {
  return [path, `${path}.json`, posix.join(path, 'tsconfig.json')].find((candidate) => files.exists(candidate) === 'file') ?? null;
}
