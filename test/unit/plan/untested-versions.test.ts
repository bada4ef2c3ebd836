import { describe, expect, it } from 'vitest';
import { untestedVersions } from '../../../generators/plan/untested-versions.ts';
import { memoryHostFiles, memoryRoot, type MemoryTree } from '../../support/memory-host-files.ts';
import { hostOf, sampleHost } from '../host/sample-host.ts';

const manifest = (dependencies: object): MemoryTree => ({ 'package.json': JSON.stringify({ dependencies: { '@nestjs/core': '^11.0.1', ...dependencies } }, null, 2) });
const toldOf = (tree: MemoryTree) => {
  const all = { ...sampleHost, ...tree };
  return untestedVersions(memoryHostFiles(all)(memoryRoot), hostOf(all));
};

describe('a host', () => {
  it.each([
    { '@nestjs/core': '^9.0.0', 'typescript': '^4.7.4' },
    { '@nestjs/core': '^8.0.0 || ^9.0.0' },
    { '@nestjs/core': '^12.0.0', 'typescript': '^7.0.2' },
    { typescript: 'npm:@typescript/typescript6@^6.0.2' },
    { typescript: 'next' },
    { '@types/node': '^16.0.0' },
  ])('with %j is as tested', (dependencies) => {
    expect(toldOf(manifest(dependencies))).toEqual([]);
  });

  it.each<[string, MemoryTree, object]>([
    ['Nest', manifest({ '@nestjs/core': '^13.0.0' }), { code: 'untested-version', severity: 'info', line: 3, found: '^13.0.0', expected: '9 to 12' }],
    ['TypeScript', manifest({ typescript: '8.0.1' }), { code: 'untested-version', severity: 'info', found: '8.0.1' }],
  ])('is told of a newer %s than is tested', (_, tree, issue) => {
    expect(toldOf(tree)).toMatchObject([issue]);
  });

  it.each<[string, MemoryTree, object]>([
    ['Nest', manifest({ '@nestjs/core': '^8.4.0' }), { code: 'host-version', severity: 'error', found: '^8.4.0' }],
    ['TypeScript', manifest({ typescript: '~4.8.3' }), { code: 'host-version', found: '~4.8.3', remedy: expect.stringContaining('npm install -D typescript@~4.9.5') }],
    ["declaration of Node's modules", manifest({ '@types/node': '^14.18.0' }), { code: 'host-version', severity: 'error', found: '^14.18.0', remedy: expect.stringContaining('npm install -D @types/node@^18') }],
    ['TypeScript in the lockfile', { ...manifest({ typescript: '^4.7.4' }), 'package-lock.json': '{"packages":{"node_modules/typescript":{"version":"4.7.4"}}}' }, { file: 'package-lock.json', found: '4.7.4' }],
  ])('is refused for a %s that is too old', (_, tree, issue) => {
    expect(toldOf(tree)).toMatchObject([issue]);
  });
});
