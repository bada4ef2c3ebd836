import { describe, expect, it } from 'vitest';
import { referencesJest } from '../../../generators/plan/references-jest.ts';
import { memoryHostFiles, memoryRoot, type MemoryTree } from '../../support/memory-host-files.ts';
import { hostOf, sampleHost } from '../host/sample-host.ts';

const jest = { 'package.json': JSON.stringify({ dependencies: { '@nestjs/core': '^11.0.1' }, devDependencies: { 'jest': '^30.0.0', '@types/jest': '^30.0.0' }, jest: { testRegex: '.*\\.spec\\.ts$' } }) };
const typesOf = (types: readonly string[]) => ({ 'tsconfig.json': JSON.stringify({ compilerOptions: { module: 'commonjs', types } }) });

describe("tests name the types of Jest's globals", () => {
  it.each<[string, boolean, MemoryTree]>([
    ['where the configuration lists others alone', true, { ...jest, ...typesOf(['node']) }],
    ['not where it lists them', false, { ...jest, ...typesOf(['node', 'jest']) }],
    ['not where it lists none', false, jest],
    ['not where the host does not have them', false, typesOf(['node'])],
    ['not where tests have a configuration of their own', false, { ...jest, ...typesOf(['node']), 'tsconfig.spec.json': '{}' }],
  ])('%s', (_, expected, tree) => {
    const whole = { ...sampleHost, ...tree };
    expect(referencesJest(hostOf(whole), memoryHostFiles(whole)(memoryRoot))).toBe(expected);
  });
});
