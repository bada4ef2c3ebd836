import { posix } from 'node:path';

import { foldersUpwards } from './folders-upwards.ts';
import type { HostFiles } from './host-files.ts';
import { hostPath, relativePath } from './host-path.ts';
import { readJson } from './read-json.ts';
import { tsConfigFor, type TsConfig } from './read-ts-config.ts';
import { asRecord } from './records.ts';

/** The source file a specifier names from a file; `null` for packages and for what is not there. */
export type ResolveModule = (specifier: string, from: string) => string | null;

const extensions = ['.ts', '.tsx', '.mts', '.cts'];
const emittedExtensions: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
};

/** Resolves as TypeScript does, sources only: relative, `paths` and `baseUrl` of the tsconfig, `imports` of package.json. */
export function moduleResolver(files: HostFiles): ResolveModule {
  const configs = new Map<string, TsConfig | null>();
  const configOf = (from: string): TsConfig | null => {
    const folder = posix.dirname(from);
    if (!configs.has(folder)) configs.set(folder, tsConfigFor(files, from));
    return configs.get(folder) ?? null;
  };
  const first = (paths: readonly string[]): string | null => {
    for (const path of paths) {
      const found = sourceAt(files, path);
      if (found) return found;
    }
    return null;
  };
  return (specifier, from) => {
    if (/^\.{1,2}(?:\/|$)/.test(specifier)) return first([posix.join(posix.dirname(from), specifier)]);
    const config = configOf(from);
    if (specifier.startsWith('#')) {
      const imported = first(packageImports(files, specifier, from).flatMap((target) => [...builtFrom(files, target, config), target]));
      if (imported) return imported;
    }
    if (!config) return null;
    const aliased = first(matchPattern(config.paths, specifier).map((target) => posix.join(config.pathsFolder, target)));
    return aliased ?? (config.baseUrl === null ? null : first([posix.join(config.baseUrl, specifier)]));
  };
}

/** The source a path without extension, with one, or of a folder stands for. */
function sourceAt(files: HostFiles, path: string): string | null {
  const extension = posix.extname(path);
  const stem = path.slice(0, path.length - extension.length);
  const candidates = [
    ...(extensions.includes(extension) ? [path] : []),
    ...(emittedExtensions[extension] ?? []).map((source) => stem + source),
    ...extensions.map((source) => path + source),
    ...extensions.map((source) => posix.join(path, `index${source}`)),
  ];
  const found = candidates.find((candidate) => files.exists(candidate) === 'file');
  return found === undefined ? null : hostPath(files, found);
}

/** Targets of the most specific pattern, `*` filled in; patterns hold at most one star. */
function matchPattern(patterns: Readonly<Record<string, readonly string[]>>, specifier: string): readonly string[] {
  let best: { readonly prefix: number; readonly targets: readonly string[] } | null = null;
  for (const [pattern, targets] of Object.entries(patterns)) {
    const [prefix = '', suffix] = pattern.split('*');
    if (suffix === undefined) {
      if (pattern === specifier) return targets;
      continue;
    }
    const fits = specifier.startsWith(prefix) && specifier.endsWith(suffix) && specifier.length >= prefix.length + suffix.length;
    if (!fits || (best && best.prefix >= prefix.length)) continue;
    const star = specifier.slice(prefix.length, specifier.length - suffix.length);
    best = { prefix: prefix.length, targets: targets.map((target) => target.replace('*', star)) };
  }
  return best?.targets ?? [];
}

function packageImports(files: HostFiles, specifier: string, from: string): readonly string[] {
  for (const folder of foldersUpwards(files, posix.dirname(from))) {
    const manifest = readJson(files, posix.join(folder, 'package.json'));
    if (!manifest) continue;
    const patterns = Object.entries(asRecord(manifest.get('imports'))).map(([pattern, target]) => [pattern, targetsOf(target)] as const);
    return matchPattern(Object.fromEntries(patterns), specifier).map((target) => posix.join(folder, target));
  }
  return [];
}

/** All targets of an entry, whatever its conditions: the one that is a source wins. */
function targetsOf(target: unknown): readonly string[] {
  if (typeof target === 'string') return [target];
  return Object.values(Array.isArray(target) ? target : asRecord(target)).flatMap(targetsOf);
}

/** The sources a path in the built folder can have been made from. */
function builtFrom(files: HostFiles, target: string, config: TsConfig | null): readonly string[] {
  if (!config?.outDir) return [];
  const inside = relativePath(files, config.outDir, target);
  if (inside.startsWith('..')) return [];
  const folder = posix.dirname(config.path);
  return [...new Set([config.rootDir ?? posix.join(folder, 'src'), folder, posix.join(folder, 'src')])].map((root) =>
    posix.join(root, inside),
  );
}
