import { dirname, join, relative } from 'node:path';
import { declares, type HostFolders, nearestWith, programOf } from './host-folders.ts';
import { command, LIMITS } from './step.ts';

const formatters: readonly { readonly name: string; readonly packageName: string; readonly args: readonly string[]; readonly configuration?: readonly string[] }[] = [
  { name: 'biome', packageName: '@biomejs/biome', args: ['format'], configuration: ['biome.json', 'biome.jsonc'] },
  { name: 'oxfmt', packageName: 'oxfmt', args: ['--check'] },
  { name: 'prettier', packageName: 'prettier', args: ['--check', '--ignore-unknown'] },
];

export interface FormatReport {
  readonly formatter: string;
  /** Files that the formatter would leave otherwise. */
  readonly different: readonly string[];
}

/**
 * The host's own formatter on files that were created; nothing is mended.
 * @returns undefined where the host has none.
 */
export async function checkFormat(folders: HostFolders, files: readonly string[]): Promise<FormatReport | undefined> {
  const formatter = formatters.find(({ name, packageName, configuration = [] }) =>
    declares(folders, packageName) && programOf(folders, name) !== undefined && (configuration.length === 0 || nearestWith(folders, ...configuration) !== undefined));
  if (formatter === undefined) {
    return undefined;
  }
  const program = programOf(folders, formatter.name) ?? formatter.name;
  // Where it is installed, its configuration and what it ignores are found.
  const cwd = join(dirname(program), '../..');
  const paths = files.map((file) => relative(cwd, join(folders.root, file)));
  const { exitCode, stdout, stderr } = await command([program, ...formatter.args, ...paths], { cwd, timeout: LIMITS.format });
  const output = `${stdout}\n${stderr}`;
  const different = paths.filter((path) => output.includes(path));
  if (exitCode !== 0 && different.length === 0 && !/no files|ignored/i.test(output)) {
    throw new Error(`${formatter.name} ends with ${exitCode}:\n${output.trim().slice(0, 1000)}`);
  }
  return { formatter: formatter.name, different: exitCode === 0 ? [] : different };
}
