import { describe, expect, it } from 'vitest';
import { chooseTestEnding, type TestNaming } from '../../../generators/plan/choose-test-ending.ts';
import { type MemoryTree, memoryRoot } from '../../support/memory-host-files.ts';
import { below, hostOf, sampleHost } from '../host/sample-host.ts';

const manifest = (more: object): MemoryTree => ({ 'package.json': JSON.stringify({ dependencies: { '@nestjs/core': '^11.0.1' }, scripts: { test: 'jest' }, ...more }, null, 2) });
const jest = (config: object): MemoryTree => manifest({ jest: config });
const vitest = (config: string): MemoryTree => ({ ...manifest({ scripts: { test: 'vitest run' } }), 'vitest.config.ts': config });

function namingIn(tree: MemoryTree, path = 'src/background-jobs'): TestNaming {
  return chooseTestEnding(hostOf({ ...sampleHost, ...tree }), { root: memoryRoot }, path, ['tests/store', 'typeorm/transaction']);
}

describe('the names of emitted tests', () => {
  it.each<[string, MemoryTree, string]>([
    ['what `nest new` writes', jest({ rootDir: 'src', testRegex: '.*\\.spec\\.ts$' }), '.spec.ts'],
    ['what `nest new` writes for Vitest', vitest("import { defineConfig } from 'vitest/config';\nexport default defineConfig({ test: { globals: true, root: './', include: ['**/*.spec.ts'] } });"), '.spec.ts'],
    ['no configuration', manifest({}), '.spec.ts'],
    ['no configuration of Vitest', { ...manifest({ scripts: { test: 'vitest' } }) }, '.spec.ts'],
    ['rootDir: .', jest({ rootDir: '.', testRegex: 'src/.*\\.test\\.ts$' }), '.test.ts'],
    ['a list of expressions', jest({ testRegex: ['\\.unit\\.test\\.ts$', '\\.itest\\.ts$'] }), '.unit.test.ts'],
    ['an expression of the module format', { ...manifest({}), 'jest.config.ts': "import type { Config } from 'jest';\nconst config: Config = { testRegex: /.+-spec\\.ts$/.source, rootDir: 'src' };\nexport default config;" }, '.spec.ts'],
    ['testMatch', jest({ testMatch: ['<rootDir>/src/**/*.test.ts'] }), '.test.ts'],
    ['testMatch with an exception', jest({ testMatch: ['**/*.spec.ts', '!**/typeorm/**', '**/*.test.ts'] }), '.test.ts'],
    ['a file of CommonJS', { ...manifest({}), 'jest.config.js': "module.exports = { rootDir: __dirname, testMatch: ['**/+(*.)+(test).+(ts)'] };" }, '.test.ts'],
    ['a function', { ...manifest({}), 'jest.config.ts': "export default async () => ({ testRegex: '-test\\\\.ts$' });" }, '-test.ts'],
    ['a configuration that the script names', { ...manifest({ scripts: { test: 'jest --config ./test/unit.json' } }), 'test/unit.json': '{ "rootDir": "..", "testRegex": ".unit-spec.ts$" }' }, '.unit-spec.ts'],
    ['projects', jest({ projects: [{ testMatch: ['<rootDir>/test/**/*.ts'] }, { testMatch: ['<rootDir>/src/**/*.test.ts'] }] }), '.test.ts'],
    ['what leaves out by path', jest({ testPathIgnorePatterns: ['\\.spec\\.ts$'] }), '.test.ts'],
    ['Vitest in a folder', vitest("export default { test: { dir: 'src', include: ['background-jobs/**/*.test.ts'] } };"), '.test.ts'],
    ['spread patterns', vitest("const tests = ['src/**/*.test.ts'];\nexport default { test: { include: [...tests] } };"), '.test.ts'],
  ])('follow %s', (_, tree, ending) => {
    expect(namingIn(tree)).toEqual({ ending, issues: [] });
  });

  it.each<[string, MemoryTree]>([
    ['a preset', { ...manifest({}), 'jest.config.js': "const preset = require('@shelf/jest-mongodb/jest-preset');\nmodule.exports = { ...preset, rootDir: 'src' };" }],
    ['a computed pattern', { ...manifest({}), 'jest.config.js': "module.exports = { testRegex: process.env.TESTS };" }],
    ['projects of Vitest', vitest("export default { test: { projects: ['apps/*'] } };")],
    ['projects by path', jest({ projects: ['<rootDir>/apps/api'] })],
    ['a merged configuration', vitest("import { mergeConfig } from 'vitest/config';\nimport base from '@acme/vitest';\nexport default mergeConfig(base, { test: { include: ['**/*.test.ts'] } });")],
  ])('are as the templates have them where nobody can tell: %s', (_, tree) => {
    expect(namingIn(tree)).toEqual({ ending: '.spec.ts', issues: [] });
  });

  it('are found by the configuration of a workspace', () => {
    const workspace = { 'jest.config.js': "module.exports = { testMatch: ['<rootDir>/apps/**/*.test.ts'] };", 'package.json': '{ "scripts": { "test": "jest" } }' };
    const host = hostOf({ ...below('apps/api', { ...sampleHost, ...manifest({ scripts: {} }) }), ...workspace }, { cwd: `${memoryRoot}/apps/api` });
    expect(chooseTestEnding(host, { root: `${memoryRoot}/apps/api` }, 'src/background-jobs', ['tests/store'])).toEqual({ ending: '.test.ts', issues: [] });
  });

  it.each<[string, MemoryTree, string]>([
    [
      'Jest looks in another folder only',
      jest({ roots: ['<rootDir>/test'], testRegex: '.spec.ts$' }),
      "Run them by npm run test -- --roots '<rootDir>/src/background-jobs' --testPathIgnorePatterns '/node_modules/' --testRegex '\\.spec\\.ts$', or add src/background-jobs/**/*.spec.ts to what the configuration of jest finds.",
    ],
    [
      'Jest wants a folder by name',
      jest({ rootDir: 'src', testMatch: ['**/__tests__/**/*.ts'] }),
      "Run them by npm run test -- --roots '<rootDir>/background-jobs' --testPathIgnorePatterns '/node_modules/' --testMatch '**/*.spec.ts', or add src/background-jobs/**/*.spec.ts to what the configuration of jest finds.",
    ],
    ['Vitest looks in another folder only', vitest("export default { test: { include: ['test/**/*.spec.ts'] } };"), 'Add src/background-jobs/**/*.spec.ts to what the configuration of vitest finds.'],
  ])('do not help where %s: that is told, with the way to run them', (_, tree, remedy) => {
    const { ending, issues } = namingIn(tree);
    expect(ending).toBe('.spec.ts');
    expect(issues).toMatchObject([{ code: 'tests-out-of-sight', severity: 'warning', remedy }]);
  });
});
