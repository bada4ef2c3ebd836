import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { emitMix } from '../golden/emit-mix.ts';
import { mixes, type Mix } from '../golden/mixes.ts';
import { installedPackages } from '../support/installed-packages.ts';
import { run } from '../support/run.ts';
import { writeFiles } from '../support/write-files.ts';
import { strictest } from './compile/compiler-options.ts';

const flags = {
  ...strictest,
  emitDecoratorMetadata: true,
  experimentalDecorators: true,
  esModuleInterop: true,
  skipLibCheck: true,
  target: 'ES2023',
  module: 'nodenext',
  moduleResolution: 'nodenext',
  noEmit: true,
};

const common = {
  'reflect-metadata': '^0.2.2',
  rxjs: '^7.8.1',
  pg: '^8.16.0',
  croner: '^11.0.0',
  '@opentelemetry/api': '^1.9.0',
  '@types/node': '^24.0.0',
  'typescript-5.9': 'npm:typescript@~5.9.0',
  'typescript-6': 'npm:typescript@^6.0.2',
  'typescript-7': 'npm:typescript@^7.0.2',
};
const packages = {
  'nest12-esm': { '@nestjs/common': '^12.0.1', '@nestjs/core': '^12.0.1', '@nestjs/testing': '^12.0.1', '@nestjs/typeorm': '^12.0.0', typeorm: '^1.1.0', '@nestjs/mongoose': '^12.0.0', mongoose: '^9.0.0', mongodb: '^7.0.0', vitest: '^4.1.2', oxlint: '^1.58.0', 'oxlint-tsgolint': '^7.0.2001', ...common },
  'nest11-cjs': { '@nestjs/common': '^11.0.1', '@nestjs/core': '^11.0.1', '@nestjs/testing': '^11.0.1', '@nestjs/typeorm': '^11.0.0', typeorm: '^0.3.28', '@nestjs/mongoose': '^11.0.0', mongoose: '^8.9.0', mongodb: '^6.12.0', '@types/jest': '^30.0.0', ...common },
} as const;

type Nest = keyof typeof packages;

const nestOf = (mix: Mix) => mix.name.slice(0, 'nest12-esm'.length) as Nest;

describe.each(Object.keys(packages) as Nest[])('what is emitted into %s', (nest) => {
  const own = mixes.filter((mix) => nestOf(mix) === nest);
  const scratch = mkdtempSync(join(tmpdir(), 'abp-background-jobs-compile-'));
  let installed: string;

  beforeAll(async () => {
    installed = await installedPackages(packages[nest]);
    for (const mix of own) {
      const tree = await emitMix(mix, scratch);
      const root = join(scratch, mix.name);
      writeFiles(root, Object.fromEntries(tree));
      symlinkSync(join(installed, 'node_modules'), join(root, 'node_modules'));
      // `verbatimModuleSyntax` forbids `import` in a CommonJS file, so no CommonJS host has it.
      const options = { ...flags, verbatimModuleSyntax: nest === 'nest12-esm', types: nest === 'nest11-cjs' ? ['node', 'jest'] : ['node'] };
      writeFileSync(join(root, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include: ['src'] }));
    }
  });
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  it.each(own)('$name compiles under the strictest flags', ({ name }) => compile('typescript-7', name));

  it.each(['typescript-5.9', 'typescript-6'])('compiles with %s', (typescript) => compile(typescript, own[0]?.name ?? ''));

  // Nest 11 hosts lint with ESLint: see the journeys in test/e2e.
  it.each(nest === 'nest12-esm' ? own : [])('$name passes type-aware lint without a warning', async ({ name }) => {
    // What `nest new` configures, and no `any`.
    const rules = JSON.stringify({ categories: { correctness: 'error' }, rules: { 'typescript/no-explicit-any': 'error', 'typescript/no-floating-promises': 'error' } });
    writeFileSync(join(scratch, name, '.oxlintrc.json'), rules);
    await run(process.execPath, [join(installed, 'node_modules/oxlint/bin/oxlint'), '--type-aware', '--deny-warnings', 'src'], { cwd: join(scratch, name) });
  });

  async function compile(typescript: string, name: string): Promise<void> {
    await run(process.execPath, [join(installed, 'node_modules', typescript, 'bin/tsc'), '-p', '.'], { cwd: join(scratch, name) });
  }
});
