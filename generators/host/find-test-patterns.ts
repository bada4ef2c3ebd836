import { posix } from 'node:path';

import { findExportedConfig } from '../syntax/find-exported-config.ts';
import { readPlainValue, unseen } from '../syntax/read-plain-value.ts';
import type { Fact, TestPatterns, TestRunner } from './host.ts';
import type { HostFiles } from './host-files.ts';
import type { HostSources } from './host-sources.ts';
import { readJson } from './read-json.ts';
import { asRecord, asText, asTexts } from './records.ts';

type Config = Readonly<Record<string, unknown>>;

/**
 * Which files the host's runner takes for tests, a set of patterns for each of its projects; `null` where that cannot be known. Reads the
 * configuration that the runner was found by, or the one that its script names.
 */
export function findTestPatterns(files: HostFiles, sources: HostSources, runner: Fact<TestRunner>): readonly TestPatterns[] | null {
  const named = scriptConfig(files, runner);
  const path = named ?? runner.evidence.file;
  const config = readConfig(files, sources, path, runner.value);
  if (config === null) {
    return null;
  }
  const folder = posix.resolve(files.root, posix.dirname(path));
  return runner.value === 'jest' ? jestPatterns(config, folder) : vitestPatterns(config, folder);
}

/** `jest --config test/jest-unit.json`. */
function scriptConfig(files: HostFiles, { value, evidence }: Fact<TestRunner>): string | null {
  const folder = posix.dirname(evidence.file);
  const script = asText(readJson(files, posix.join(folder, 'package.json'))?.get('scripts', 'test')) ?? '';
  const [, name] = new RegExp(`\\b${value}\\b.*?\\s(?:--config|-c)[= ]["']?([^\\s"']+)`).exec(script) ?? [];
  const path = name === undefined ? null : posix.join(folder, name);
  return path !== null && files.exists(path) === 'file' ? path : null;
}

/** Empty where the runner works without any, or is told of it by a dependency only; `null` where it is written in a way we cannot read. */
function readConfig(files: HostFiles, sources: HostSources, path: string, runner: TestRunner): Config | null {
  if (path.endsWith('.json')) {
    const isManifest = posix.basename(path) === 'package.json';
    return asRecord(isManifest ? readJson(files, path)?.get(runner) : readJson(files, path)?.get());
  }
  const source = sources.parse(path);
  const exported = source && findExportedConfig(source, sources.scope);
  const value = exported && readPlainValue(exported, sources.scope);
  return typeof value === 'object' && value !== null ? asRecord(value) : null;
}

const jestDefault = ['**/__tests__/**/*.[jt]s?(x)', '**/?(*.)+(spec|test).[jt]s?(x)'];

function jestPatterns(config: Config, folder: string): readonly TestPatterns[] | null {
  if (Array.isArray(config['projects'])) {
    const projects = config['projects'].map((project) => (typeof project === 'object' ? jestPatterns(asRecord(project), folder) : null));
    return projects.includes(null) ? null : projects.flatMap((project) => project ?? []);
  }
  if (!isKnown(config, ['rootDir', 'roots', 'testRegex', 'testMatch', 'testPathIgnorePatterns'])) {
    return null;
  }
  const rootDir = posix.resolve(folder, asText(config['rootDir']) ?? '.');
  const texts = (key: string): readonly string[] | null => (config[key] === undefined ? null : asTexts(config[key]).map((text) => text.replaceAll('<rootDir>', rootDir)));
  const regexes = texts('testRegex') ?? [];
  return [
    {
      rootDir,
      roots: (texts('roots') ?? [rootDir]).map((root) => posix.resolve(rootDir, root)),
      tests: regexes.length > 0 ? { kind: 'regex', patterns: regexes } : { kind: 'glob', patterns: texts('testMatch') ?? jestDefault, folder: '/' },
      ignored: texts('testPathIgnorePatterns') ?? [],
    },
  ];
}

const vitestDefault = ['**/*.{test,spec}.?(c|m)[jt]s?(x)'];

function vitestPatterns(config: Config, folder: string): readonly TestPatterns[] | null {
  const test = asRecord(config['test']);
  if (!isKnown(config, ['root', 'test']) || !isKnown(test, ['root', 'dir', 'include']) || 'projects' in test || 'workspace' in test) {
    return null;
  }
  const root = posix.resolve(folder, asText(test['root']) ?? asText(config['root']) ?? '.');
  const dir = posix.resolve(root, asText(test['dir']) ?? '.');
  return [{ rootDir: root, roots: [dir], tests: { kind: 'glob', patterns: 'include' in test ? asTexts(test['include']) : vitestDefault, folder: dir }, ignored: [] }];
}

/** Whether the members can be read that matter, or are seen not to be there. */
function isKnown(config: Config, names: readonly string[]): boolean {
  return names.every((name) => (name in config ? isPlain(config[name]) : !(unseen in config)));
}

function isPlain(value: unknown): boolean {
  return Array.isArray(value) ? value.every(isPlain) : value !== undefined;
}
