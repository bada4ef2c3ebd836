import { posix } from 'node:path';

import { foldersUpwards } from './folders-upwards.ts';
import type { Fact } from './host.ts';
import type { HostFiles } from './host-files.ts';
import { readJson } from './read-json.ts';
import { asText } from './records.ts';

/** How one tool can be told in a host. */
export interface ToolSigns<T extends string> {
  readonly value: T;
  /** The command in a script of package.json. */
  readonly command: RegExp;
  /** Names of configuration files. */
  readonly config: RegExp;
  /** What such a file has to hold to count. */
  readonly configText?: RegExp;
  /** The key of package.json that configures it. */
  readonly manifestKey?: string;
  readonly packageName: string;
}

/** A kind of tool, and the tools of that kind, the commonest first. */
export interface ToolKind<T extends string> {
  /** Names of the scripts that run it, the likeliest first. */
  readonly scripts: readonly string[];
  readonly tools: readonly ToolSigns<T>[];
}

/**
 * The tool a folder works with, nearest folder first on the way up to the repository root: the one its script runs, else the one that is
 * configured, else the one that is declared as a dependency.
 */
export function findTool<T extends string>(files: HostFiles, folder: string, kind: ToolKind<T>): Fact<T> | null {
  const folders = foldersUpwards(files, folder);
  const find = (look: (current: string) => Fact<T> | null): Fact<T> | null => {
    for (const current of folders) {
      const found = look(current);
      if (found) return found;
    }
    return null;
  };
  const run = find((current) => scriptTool(files, current, kind));
  // Its configuration says more about the tool than the script that starts it.
  const tools = run ? kind.tools.filter(({ value }) => value === run.value) : kind.tools;
  return find((current) => configuredTool(files, current, tools)) ?? run ?? find((current) => declaredTool(files, current, tools));
}

function scriptTool<T extends string>(files: HostFiles, folder: string, { scripts, tools }: ToolKind<T>): Fact<T> | null {
  const manifest = readJson(files, posix.join(folder, 'package.json'));
  for (const script of scripts) {
    const command = asText(manifest?.get('scripts', script)) ?? '';
    const tool = tools.find((candidate) => candidate.command.test(command));
    if (manifest && tool) return { value: tool.value, evidence: manifest.evidence(['scripts', script], `script ${script}: ${command}`) };
  }
  return null;
}

function configuredTool<T extends string>(files: HostFiles, folder: string, tools: readonly ToolSigns<T>[]): Fact<T> | null {
  const names = files.list(folder);
  const manifest = readJson(files, posix.join(folder, 'package.json'));
  for (const { value, config, configText, manifestKey } of tools) {
    const name = names.find(
      (candidate) => config.test(candidate) && (!configText || configText.test(files.read(posix.join(folder, candidate)) ?? '')),
    );
    if (name) return { value, evidence: { file: posix.join(folder, name), what: `configuration of ${value}` } };
    if (manifest && manifestKey && manifest.get(manifestKey) !== undefined)
      return { value, evidence: manifest.evidence([manifestKey], `key ${manifestKey}`) };
  }
  return null;
}

function declaredTool<T extends string>(files: HostFiles, folder: string, tools: readonly ToolSigns<T>[]): Fact<T> | null {
  const manifest = readJson(files, posix.join(folder, 'package.json'));
  for (const { value, packageName } of tools) {
    for (const section of ['devDependencies', 'dependencies']) {
      if (manifest && manifest.get(section, packageName) !== undefined)
        return { value, evidence: manifest.evidence([section, packageName], packageName) };
    }
  }
  return null;
}
