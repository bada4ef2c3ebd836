import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { emitMix } from '../golden/emit-mix.ts';
import { mixes } from '../golden/mixes.ts';
import { installedPackages } from '../support/installed-packages.ts';
import { isWhole, rowName, sampleOf } from '../support/rows.ts';
import { writeFiles } from '../support/write-files.ts';
import { linters, type Linter } from './linters.ts';

const common = { 'reflect-metadata': '^0.2.2', rxjs: '^7.8.1', pg: '^8.16.0', croner: '^11.0.0', '@opentelemetry/api': '^1.9.0', '@types/node': '^24.0.0' };

/** What the emitted files import, by the hosts they are emitted into. */
const hostPackages: Readonly<Record<Linter['nest'], Readonly<Record<string, string>>>> = {
  'nest12-esm': { '@nestjs/common': '^12.0.1', '@nestjs/core': '^12.0.1', '@nestjs/testing': '^12.0.1', '@nestjs/typeorm': '^12.0.0', typeorm: '^1.1.0', '@nestjs/mongoose': '^12.0.0', mongoose: '^9.0.0', mongodb: '^7.0.0', vitest: '^4.1.2', ...common },
  'nest11-cjs': { '@nestjs/common': '^11.0.1', '@nestjs/core': '^11.0.1', '@nestjs/testing': '^11.0.1', '@nestjs/typeorm': '^11.0.0', typeorm: '^0.3.28', '@nestjs/mongoose': '^11.0.0', mongoose: '^8.9.0', mongodb: '^6.12.0', '@types/jest': '^30.0.0', ...common },
};

const rows = Object.keys(linters).flatMap((linter) => ['sqlite', 'postgres', 'mongodb'].map((database) => ({ linter, database })));

/** Rules that have found something, by linter: a reason for a rule that finds nothing any more is one too many. */
const found = new Map<string, Set<string>>();

describe('linters find nothing in what is emitted that has no reason', () => {
  it.each(sampleOf('linters', rows).map((row) => ({ row, name: rowName(row) })))('$name', async ({ row: { linter: name, database } }) => {
    const linter = linters[name];
    expect.assert(linter !== undefined);
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'abp-background-jobs-lint-')));
    try {
      writeFiles(root, linter.files);
      const files = await emitHosts(root, linter, database);
      // Not there before: the hosts have a TypeScript of their own.
      symlinkSync(join(await installedPackages(linter.packages), 'node_modules'), join(root, 'node_modules'));
      const findings = await linter.findings(root, files);
      const { left = {} } = linter;
      expect(findings.filter(({ rule }) => !(rule in left))).toEqual([]);
      found.set(name, new Set([...(found.get(name) ?? []), ...findings.map(({ rule }) => rule)]));
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });

  // A sample has not every finding.
  it.each(isWhole ? Object.entries(linters) : [])('and there is no reason for nothing: %s', (name, { left = {} }) => {
    expect(Object.keys(left).filter((rule) => !found.get(name)?.has(rule))).toEqual([]);
  });
});

/** Makes the hosts that a linter is for, each in a folder of its own; returns the TypeScript files that `add` creates, each text once. */
async function emitHosts(root: string, { nest, isStrict }: Linter, database: string): Promise<readonly string[]> {
  const modules = join(await installedPackages(hostPackages[nest]), 'node_modules');
  const seen = new Set<string>();
  const created: string[] = [];
  for (const mix of mixes.filter(({ name }) => name.startsWith(`${nest}-${database}`))) {
    const tree = await emitMix(mix, root);
    const host = join(root, mix.name);
    writeFiles(host, Object.fromEntries(tree));
    symlinkSync(modules, join(host, 'node_modules'));
    writeFileSync(join(host, 'tsconfig.json'), JSON.stringify(tsconfigOf(nest, isStrict)));
    for (const [path, text] of tree) {
      const key = `${path}\n${text}`;
      if (path.endsWith('.ts') && !(path in mix.files) && !seen.has(key)) {
        seen.add(key);
        created.push(join(host, path));
      }
    }
  }
  return created;
}

/** That of `nest new`, strict or not at all. */
function tsconfigOf(nest: Linter['nest'], strict: boolean): object {
  const compilerOptions = {
    module: 'nodenext',
    moduleResolution: 'nodenext',
    target: 'ES2023',
    esModuleInterop: true,
    isolatedModules: true,
    emitDecoratorMetadata: true,
    experimentalDecorators: true,
    skipLibCheck: true,
    strict,
    types: nest === 'nest11-cjs' ? ['node', 'jest'] : ['node'],
  };
  return { compilerOptions, include: ['src'] };
}
