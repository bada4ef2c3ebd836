import { posix } from 'node:path';
import { unseen } from '../syntax/read-plain-value.ts';
import type { TestPatterns } from './host.ts';
import type { RunnerConfig } from './read-runner-config.ts';
import { asRecord, asText, asTexts } from './records.ts';

type Config = RunnerConfig['values'];

/** Which files the host's runner takes for tests, a set of patterns for each of its projects; `null` where that cannot be known. */
export function findTestPatterns({ runner, values, folder }: RunnerConfig): readonly TestPatterns[] | null {
  return runner === 'jest' ? jestPatterns(values, folder) : vitestPatterns(values, folder);
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
