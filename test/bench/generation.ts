import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { nest12Esm } from '../support/hosts/nest12-esm.ts';
import { prepareHost, type PreparedHost } from '../support/hosts/prepare-host.ts';
import { writeFiles } from '../support/write-files.ts';
import { measureCommands, measurementTable, type MeasuredCommand } from './measure-command.ts';

const repository = join(import.meta.dirname, '../..');
/** What is measured unless told. */
const defaults = { runs: '7', files: '0,2000,10000' };

export interface GenerationOptions {
  /** Of each command. */
  readonly runs: number;
  /** How many files more than `nest new` makes a host has, for each host. */
  readonly files: readonly number[];
}

export const GENERATION_USAGE = `npm run bench -- generation [--runs ${defaults.runs}] [--files ${defaults.files}]`;

/** @throws TypeError for a flag that does not exist. */
export function parseGenerationOptions(args: readonly string[]): GenerationOptions {
  const { values } = parseArgs({ args: [...args], options: { runs: { type: 'string', default: defaults.runs }, files: { type: 'string', default: defaults.files } } });
  return { runs: Number(values.runs), files: values.files.split(',').map(Number) };
}

/** Times the generator beside the Nest CLI, in one run, on hosts of several sizes, and prints a table. */
export async function benchGeneration({ runs, files }: GenerationOptions): Promise<void> {
  spawnSync(process.execPath, [join(repository, 'test/support/scripts/build.ts')], { stdio: 'inherit' });
  const cli = join(repository, 'dist/generators/cli.js');
  const hosts = await Promise.all(files.map(hostOfSize));
  try {
    const [small] = hosts as [Host, ...Host[]];
    const abp = (name: string, args: readonly string[], host: Host, exitCode = 0): MeasuredCommand => ({ name, args: [cli, ...args], cwd: host.root, exitCode });
    const nest = ({ root, size }: Host): MeasuredCommand => ({
      name: `nest g module x --dry-run, ${size} files`,
      args: [join(root, 'node_modules/@nestjs/cli/bin/nest.js'), 'g', 'module', 'x', '--dry-run'],
      cwd: root,
      exitCode: 0,
    });
    const add = ['add', '--dry-run', '--yes', '--database', 'sqlite'];
    const commands = [
      { name: 'node -e 0', args: ['-e', '0'], cwd: small.root, exitCode: 0 },
      abp('abp-background-jobs --help', ['--help'], small),
      abp('abp-background-jobs --databse (a bad flag)', ['--databse'], small, 4),
      { name: 'nest --help', args: [join(small.root, 'node_modules/@nestjs/cli/bin/nest.js'), '--help'], cwd: small.root, exitCode: 0 },
      ...hosts.flatMap((host) => [abp(`abp-background-jobs add --dry-run --yes, ${host.size} files`, add, host), nest(host)]),
    ];
    console.log(`\nGeneration: medians of ${runs} runs in turn [range], Node ${process.versions.node}, whole processes\n`);
    console.log(measurementTable(measureCommands(commands, runs)));
  } finally {
    await Promise.all(hosts.map((host) => host.remove()));
    // Yeoman would take a built generator for newer than its source.
    spawnSync('rm', ['-rf', join(repository, 'dist')]);
  }
}

interface Host extends PreparedHost {
  readonly size: string;
}

async function hostOfSize(count: number): Promise<Host> {
  const host = await prepareHost(nest12Esm);
  const files = Array.from({ length: count }, (_, index) => {
    const name = `feature-${index}`;
    return [`src/features/${index % 100}/${name}.service.ts`, `import { Injectable } from '@nestjs/common';\n\n@Injectable()\nexport class Feature${index}Service {\n  readonly name = '${name}';\n}\n`] as const;
  });
  writeFiles(host.root, Object.fromEntries(files));
  return { ...host, size: count === 0 ? '10' : count.toLocaleString('en') };
}
