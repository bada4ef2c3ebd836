import { posix } from 'node:path';
import { findExportedConfig } from '../syntax/find-exported-config.ts';
import { readPlainValue } from '../syntax/read-plain-value.ts';
import type { Fact, TestRunner } from './host.ts';
import type { HostFiles } from './host-files.ts';
import type { HostSources } from './host-sources.ts';
import { readJson } from './read-json.ts';
import { asRecord, asText } from './records.ts';

/** What the host's runner of tests is told. */
export interface RunnerConfig {
  readonly runner: TestRunner;
  /** Empty where it works without any, or is told of by a dependency only. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Absolute; what is relative in it is so from here. */
  readonly folder: string;
}

/** Reads the configuration that the runner was found by, or the one that its script names; `null` where it is written in a way we cannot read. */
export function readRunnerConfig(files: HostFiles, sources: HostSources, runner: Fact<TestRunner>): RunnerConfig | null {
  const path = scriptConfig(files, runner) ?? runner.evidence.file;
  const values = readConfig(files, sources, path, runner.value);
  return values && { runner: runner.value, values, folder: posix.resolve(files.root, posix.dirname(path)) };
}

/** `jest --config test/jest-unit.json`. */
function scriptConfig(files: HostFiles, { value, evidence }: Fact<TestRunner>): string | null {
  const folder = posix.dirname(evidence.file);
  const script = asText(readJson(files, posix.join(folder, 'package.json'))?.get('scripts', 'test')) ?? '';
  const [, name] = new RegExp(`\\b${value}\\b.*?\\s(?:--config|-c)[= ]["']?([^\\s"']+)`).exec(script) ?? [];
  const path = name === undefined ? null : posix.join(folder, name);
  return path !== null && files.exists(path) === 'file' ? path : null;
}

function readConfig(files: HostFiles, sources: HostSources, path: string, runner: TestRunner): RunnerConfig['values'] | null {
  if (path.endsWith('.json')) {
    const isManifest = posix.basename(path) === 'package.json';
    return asRecord(isManifest ? readJson(files, path)?.get(runner) : readJson(files, path)?.get());
  }
  const source = sources.parse(path);
  const exported = source && findExportedConfig(source, sources.scope);
  const value = exported && readPlainValue(exported, sources.scope);
  return typeof value === 'object' && value !== null ? asRecord(value) : null;
}
