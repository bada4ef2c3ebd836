import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { testedNodes } from '../../generators/host/supported-versions.ts';
import { installedPackages } from '../support/installed-packages.ts';
import { createDatabase } from '../support/postgres.ts';
import { run } from '../support/run.ts';
import { writeFiles } from '../support/write-files.ts';
import { emitRunnerHost } from './runners/emit-runner-host.ts';
import type { RunnerRow } from './runners/rows.ts';
import { runnerHost } from './runners/runner-host.ts';

const base = { typescript: '5.9', target: 'ES2022', strictness: 'strict', store: 'postgres-typeorm' } as const;
const hosts: readonly { readonly node: (typeof testedNodes)[number]; readonly row: RunnerRow }[] = [
  { node: '18', row: { ...base, runner: 'jest 29', transform: 'ts-jest', nest: '10' } },
  { node: '20', row: { ...base, runner: 'vitest 4', transform: 'esbuild or oxc', nest: '12' } },
];

/** The generator needs a newer Node; what it emits does not. */
describe('the emitted module', () => {
  let root: string;
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it.each(hosts)('makes its table and does a job on Node $node with Nest $row.nest', async ({ node, row }) => {
    root = mkdtempSync(join(tmpdir(), 'abp-background-jobs-node-'));
    await emitRunnerHost(root, runnerHost(row));
    writeFiles(root, { 'src/probe.ts': probe(row.nest === '12' ? '.js' : '') });
    await run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', '.'], { cwd: root });

    const name = `node-${process.platform}-${process.arch}`;
    const program = join(await installedPackages({ [name]: node }), 'node_modules', name, 'bin/node');
    const url = await createDatabase(`node ${node}`);
    const env = { DATABASE_URL: url, ConnectionStrings__Default: url };
    await run(program, ['node_modules/typeorm/cli.js', 'migration:run', '-d', 'dist/src/background-jobs/typeorm/data-source.js'], { cwd: root, env });
    const { stdout } = await run(program, ['dist/src/probe.js'], { cwd: root, env });
    expect(stdout).toContain(`milk on v${node}.`);
  });
});

const probe = (extension: string): string => `import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module${extension}';
import { BACKGROUND_JOB_MANAGER, BackgroundJob, BackgroundJobName, type IBackgroundJob, type IBackgroundJobManager } from './background-jobs/index${extension}';

@BackgroundJobName('probe')
class ProbeArgs {
  constructor(readonly text: string) {}
}

let finish: () => void;
const finished = new Promise<void>((resolve) => (finish = resolve));

@BackgroundJob(ProbeArgs)
class ProbeJob implements IBackgroundJob<ProbeArgs> {
  execute({ text }: ProbeArgs): void {
    console.log(\`\${text} on \${process.version}\`);
    finish();
  }
}

@Module({ imports: [AppModule], providers: [ProbeJob] })
class ProbeModule {}

async function main(): Promise<void> {
  const app = await NestFactory.createApplicationContext(ProbeModule);
  await app.get<IBackgroundJobManager>(BACKGROUND_JOB_MANAGER, { strict: false }).enqueue(new ProbeArgs('milk'));
  await finished;
  await app.close();
}
void main();
`;
