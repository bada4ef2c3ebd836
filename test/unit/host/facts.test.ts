import { describe, expect, it } from 'vitest';

import type { Fact } from '../../../generators/host/host.ts';
import { memoryRoot, type MemoryTree } from '../../support/memory-host-files.ts';
import { below, hostOf, sampleHost } from './sample-host.ts';

const manifest = (more: object): MemoryTree => ({
  'package.json': JSON.stringify({ dependencies: { '@nestjs/core': '^11.0.1' }, ...more }, null, 2),
});
const tsConfig = (compilerOptions: object): MemoryTree => ({ 'tsconfig.json': JSON.stringify({ compilerOptions }, null, 2) });
const rootImporting = (specifier: string): MemoryTree => ({
  'src/app.module.ts': `import { Shop } from '${specifier}';\n@Module({})\nexport class AppModule {}\n`,
});
const withoutRelativeImports: MemoryTree = {
  'src/main.ts': `import { NestFactory } from '@nestjs/core';\nclass AppModule {}\nNestFactory.create(AppModule);`,
};

/** `value <- file:line what`. */
function told(fact: Fact<string> | null): string | null {
  return (
    fact &&
    `${fact.value} <- ${fact.evidence.file}${fact.evidence.line === undefined ? '' : `:${fact.evidence.line}`} ${fact.evidence.what}`
  );
}

describe('the package manager', () => {
  it.each<[string, MemoryTree, string]>([
    ['npm by its lockfile', { 'package-lock.json': '{}' }, 'npm <- package-lock.json lockfile'],
    ['pnpm by its lockfile', { 'pnpm-lock.yaml': '' }, 'pnpm <- pnpm-lock.yaml lockfile'],
    ['bun by its lockfile', { 'bun.lock': '' }, 'bun <- bun.lock lockfile'],
    ['yarn 1 by its lockfile', { 'yarn.lock': '# yarn lockfile v1\n' }, 'yarn-classic <- yarn.lock lockfile'],
    ['yarn 4 by its lockfile', { 'yarn.lock': '__metadata:\n  version: 8\n' }, 'yarn <- yarn.lock lockfile'],
    ['yarn 4 by its configuration', { 'yarn.lock': '', '.yarnrc.yml': '' }, 'yarn <- yarn.lock lockfile'],
    [
      'the declared one, whatever lockfile lies there',
      { ...manifest({ packageManager: 'pnpm@10.1.0' }), 'package-lock.json': '{}' },
      'pnpm <- package.json:5 packageManager pnpm@10.1.0',
    ],
    [
      'the declared one without its hash',
      manifest({ packageManager: 'pnpm@10.1.0+sha512.0a' }),
      'pnpm <- package.json:5 packageManager pnpm@10.1.0',
    ],
    [
      'yarn 1 where it is declared',
      manifest({ packageManager: 'yarn@1.22.22' }),
      'yarn-classic <- package.json:5 packageManager yarn@1.22.22',
    ],
    ['yarn 4 where it is declared', manifest({ packageManager: 'yarn@4.6.0' }), 'yarn <- package.json:5 packageManager yarn@4.6.0'],
    [
      'of two lockfiles the one that no accident makes',
      { 'package-lock.json': '{}', 'yarn.lock': '' },
      'yarn-classic <- yarn.lock lockfile, beside package-lock.json',
    ],
    [
      'of two lockfiles the one that knows every declared package',
      { ...manifest({ devDependencies: { pg: '8' } }), 'package-lock.json': '@nestjs/core pg', 'yarn.lock': '@nestjs/core' },
      'npm <- package-lock.json lockfile, beside yarn.lock',
    ],
    ['npm where nothing tells', {}, 'npm <- package.json no lockfile and no packageManager field'],
  ])('is %s', (_, tree, expected) => {
    expect(told(hostOf({ ...sampleHost, ...tree }).packageManager)).toBe(expected);
  });

  it('is the one of the repository the host lies in, and no further up', () => {
    const tree = { ...below('repo/apps/api', sampleHost), 'repo/.git/HEAD': '', 'repo/pnpm-lock.yaml': '', 'yarn.lock': '' };
    expect(told(hostOf(tree, { cwd: '/host/repo/apps/api' }).packageManager)).toBe('pnpm <- ../../pnpm-lock.yaml lockfile');
  });
});

describe('the module format', () => {
  it.each<[string, MemoryTree, string]>([
    [
      'CommonJS by tsconfig, whatever the package says',
      { ...manifest({ type: 'module' }), ...tsConfig({ module: 'CommonJS' }) },
      'cjs <- tsconfig.json:3 module CommonJS',
    ],
    ['ESM by package type', { ...manifest({ type: 'module' }), ...tsConfig({ module: 'nodenext' }) }, 'esm <- package.json:5 type module'],
    ['CommonJS without a type', tsConfig({ module: 'nodenext' }), 'cjs <- package.json no type: CommonJS'],
    [
      'CommonJS where a bundler takes ES modules into a package without type',
      tsConfig({ module: 'preserve' }),
      'cjs <- package.json no type: CommonJS',
    ],
    [
      "the nearest package.json's",
      { ...tsConfig({ module: 'nodenext' }), 'src/package.json': '{ "type": "module" }' },
      'esm <- src/package.json:1 type module',
    ],
    [
      'ESM in .mts',
      {
        'src/main.ts': `import { NestFactory } from '@nestjs/core';\nimport { A } from './a.mjs';\nNestFactory.create(A);`,
        'src/a.mts': 'export class A {}',
      },
      'esm <- src/a.mts extension .mts',
    ],
  ])('is %s', (_, tree, expected) => {
    expect(told(hostOf({ ...sampleHost, ...tree }).moduleFormat)).toBe(expected);
  });
});

describe('relative imports end', () => {
  it.each<[string, MemoryTree, string]>([
    ['as those of the root module: bare', rootImporting('./shop'), ` <- src/app.module.ts:1 imports './shop'`],
    [
      'as those of the root module: a dot in the name is no extension',
      rootImporting('./shop.module'),
      ` <- src/app.module.ts:1 imports './shop.module'`,
    ],
    ['as those of the root module: .js', rootImporting('./shop.js'), `.js <- src/app.module.ts:1 imports './shop.js'`],
    ['as those of the root module: .ts', rootImporting('./shop.ts'), `.ts <- src/app.module.ts:1 imports './shop.ts'`],
    [
      'as those of the entry file where the root module has none',
      {
        'src/app.module.ts': 'export class AppModule {}',
        'src/main.ts': `import { NestFactory } from '@nestjs/core';\nimport { AppModule } from './app.module.js';\nNestFactory.create(AppModule);`,
      },
      `.js <- src/main.ts:2 imports './app.module.js'`,
    ],
    [
      'as Node asks of ES modules',
      { ...withoutRelativeImports, ...manifest({ type: 'module' }), ...tsConfig({ module: 'nodenext' }) },
      '.js <- tsconfig.json:2 nodenext, esm',
    ],
    [
      'bare for a bundler',
      { ...withoutRelativeImports, ...manifest({ type: 'module' }), ...tsConfig({ module: 'esnext', moduleResolution: 'bundler' }) },
      ' <- tsconfig.json:2 bundler, esm',
    ],
    [
      '.ts where the compiler is told so',
      { ...withoutRelativeImports, ...tsConfig({ allowImportingTsExtensions: true }) },
      '.ts <- tsconfig.json:3 allowImportingTsExtensions',
    ],
  ])('%s', (_, tree, expected) => {
    expect(told(hostOf({ ...sampleHost, ...tree }).specifierExtension)).toBe(expected);
  });
});

describe('the application is built into', () => {
  it.each<[string, MemoryTree, string]>([
    ['dist where nothing tells', {}, 'dist'],
    ['the folder a script starts it from', manifest({ scripts: { 'start:prod': 'NODE_ENV=production node dist/src/main' } }), 'dist/src'],
    ['the folder of the main file', manifest({ main: './dist/src/main.js' }), 'dist/src'],
    ['the likelier one of two', manifest({ scripts: { start: 'test -f dist/main.js && node dist/main || node dist/src/main' } }), 'dist'],
    ['no folder that only other files are started from', manifest({ scripts: { seed: 'node dist/src/seed' } }), 'dist'],
  ])('%s', (_, tree, expected) => {
    expect(hostOf({ ...sampleHost, ...tree }).buildFolders[0]).toBe(expected);
  });

  it('the folder an application of a workspace is started from, where Nest is declared above', () => {
    const application = { ...sampleHost, 'package.json': JSON.stringify({ scripts: { start: 'node dist/src/main' } }), 'nest-cli.json': '{}' };
    const tree = { ...below('apps/api', application), 'package.json': sampleHost['package.json'] ?? '' };
    const host = hostOf(tree, { cwd: `${memoryRoot}/apps/api` });
    expect([host.buildFolders[0], host.scripts]).toEqual(['dist/src', { start: 'node dist/src/main' }]);
  });
});

describe('the source root', () => {
  const nestCli = (sourceRoot: string): MemoryTree => ({ 'nest-cli.json': JSON.stringify({ sourceRoot }) });

  it.each<[string, MemoryTree, string]>([
    ['is the one of the Nest CLI', nestCli('src'), 'src <- nest-cli.json:1 sourceRoot'],
    [
      'is the folder of the entry file where the Nest CLI names one below it',
      nestCli('src/modules'),
      'src <- src/main.ts:3 NestFactory.create(AppModule)',
    ],
  ])('%s', (_, tree, expected) => {
    expect(told(hostOf({ ...sampleHost, 'src/modules/shop.ts': '', ...tree }).sourceRoot)).toBe(expected);
  });
});

describe('lines are broken at', () => {
  it.each<[string, MemoryTree, number]>([
    ['80 columns where nothing tells', {}, 80],
    ['the width in JSON', { '.prettierrc': '{ "printWidth": 120 }' }, 120],
    ['the width in YAML', { '.prettierrc': 'semi: false\nprintWidth: 140\n' }, 140],
    ['the width in code', { 'prettier.config.mjs': 'export default { printWidth: 90 };' }, 90],
    ['the width in package.json', manifest({ prettier: { printWidth: 100 } }), 100],
    ["Biome's width", { 'biome.json': '{ "formatter": { "lineWidth": 110 } }' }, 110],
    ["oxfmt's own width", { '.oxfmtrc.json': '{}' }, 100],
  ])('%s', (_, tree, expected) => {
    expect(hostOf({ ...sampleHost, ...tree }).printWidth).toBe(expected);
  });
});

describe('a version', () => {
  it.each<[string, MemoryTree, string | null]>([
    [
      'is the installed one',
      { ...manifest({ devDependencies: { typescript: '^5.0.0' } }), 'node_modules/typescript/package.json': '{ "version": "5.9.3" }' },
      '5.9.3 <- node_modules/typescript/package.json:1 typescript 5.9.3',
    ],
    [
      'is else the lowest the range admits',
      manifest({ devDependencies: { typescript: '~5.7' } }),
      '5.7.0 <- package.json:6 typescript ~5.7',
    ],
    [
      'is read through an alias',
      manifest({ devDependencies: { typescript: 'npm:@typescript/native@^7.0.2' } }),
      '7.0.2 <- package.json:6 typescript npm:@typescript/native@^7.0.2',
    ],
    [
      'is read from a catalog of pnpm',
      {
        ...manifest({ devDependencies: { typescript: 'catalog:' } }),
        'pnpm-workspace.yaml': `packages:\n  - .\ncatalog:\n  'typescript': ^6.0.1 # compiler\n`,
      },
      '6.0.1 <- pnpm-workspace.yaml:4 typescript ^6.0.1',
    ],
    [
      'is read from a named catalog of pnpm',
      {
        ...manifest({ devDependencies: { typescript: 'catalog:next' } }),
        'pnpm-workspace.yaml': `catalogs:\n  old:\n    typescript: 5.0.0\n  next:\n    typescript: 7.0.0\n`,
      },
      '7.0.0 <- pnpm-workspace.yaml:5 typescript 7.0.0',
    ],
    [
      'is the range itself where that admits all',
      manifest({ devDependencies: { typescript: 'latest' } }),
      'latest <- package.json:6 typescript latest',
    ],
    ['is nothing where nobody declares the package', {}, null],
  ])('%s', (_, tree, expected) => {
    expect(told(hostOf({ ...sampleHost, ...tree }).typescript)).toBe(expected);
  });
});

describe('timers in tests', () => {
  it.each<[string, MemoryTree, boolean]>([
    ['go by themselves', manifest({ jest: {} }), false],
    ['go by themselves unless a test says otherwise', manifest({ jest: { fakeTimers: { advanceTimers: true } } }), false],
    ['are faked by Jest', manifest({ jest: { fakeTimers: { enableGlobally: true } } }), true],
    ['are faked by a configuration of its own', { 'jest.config.ts': 'export default { fakeTimers: { enableGlobally: true } };' }, true],
    ['are faked in a project of several', manifest({ jest: { projects: [{}, { fakeTimers: { enableGlobally: true } }] } }), true],
    ['are faked by Jest 27', manifest({ jest: { timers: 'modern' } }), true],
    ['are real by Jest 27', manifest({ jest: { timers: 'real' } }), false],
    ['are nobody’s where nothing runs tests', {}, false],
  ])('%s', (_, tree, expected) => {
    expect(hostOf({ ...sampleHost, ...tree }).fakesTimers).toBe(expected);
  });
});

describe('a tool', () => {
  it.each<['testRunner' | 'linter' | 'formatter', string, MemoryTree, string | null]>([
    ['testRunner', 'jest by its key in package.json', manifest({ jest: {} }), 'jest <- package.json:5 key jest'],
    ['testRunner', 'vitest by its configuration', { 'vitest.config.ts': '' }, 'vitest <- vitest.config.ts configuration of vitest'],
    [
      'testRunner',
      'of two the one that the test script runs',
      manifest({ jest: {}, scripts: { test: 'vitest run' } }),
      'vitest <- package.json:7 script test: vitest run',
    ],
    ['testRunner', 'jest where it is only declared', manifest({ devDependencies: { jest: '1' } }), 'jest <- package.json:6 jest'],
    ['testRunner', 'none', {}, null],
    ['linter', 'eslint', { 'eslint.config.mjs': '' }, 'eslint <- eslint.config.mjs configuration of eslint'],
    [
      'linter',
      'oxlint beside an old .eslintrc',
      { ...manifest({ scripts: { lint: 'oxlint src' } }), '.eslintrc.js': '', '.oxlintrc.json': '{}' },
      'oxlint <- .oxlintrc.json configuration of oxlint',
    ],
    ['linter', 'biome', { 'biome.json': '{}' }, 'biome <- biome.json configuration of biome'],
    ['linter', 'tslint', { 'tslint.json': '{}' }, 'tslint <- tslint.json configuration of tslint'],
    ['formatter', 'prettier by its configuration', { '.prettierrc': '{}' }, 'prettier <- .prettierrc configuration of prettier'],
    [
      'formatter',
      'biome beside a .prettierrc',
      { ...manifest({ scripts: { format: 'biome format --write' } }), '.prettierrc': '', 'biome.jsonc': '{}' },
      'biome <- biome.jsonc configuration of biome',
    ],
    ['formatter', 'oxfmt', { '.oxfmtrc.json': '{}' }, 'oxfmt <- .oxfmtrc.json configuration of oxfmt'],
    [
      'formatter',
      'eslint with stylistic rules',
      { 'eslint.config.js': `import stylistic from '@stylistic/eslint-plugin'` },
      'eslint <- eslint.config.js configuration of eslint',
    ],
    ['formatter', 'none, as eslint alone formats nothing', { 'eslint.config.js': '' }, null],
  ])('%s: %s', (kind, _, tree, expected) => {
    expect(told(hostOf({ ...sampleHost, ...tree })[kind])).toBe(expected);
  });

  it("may be the repository's", () => {
    const tree = { ...below('apps/api', sampleHost), 'prettier.config.mjs': '' };
    expect(told(hostOf(tree, { cwd: '/host/apps/api' }).formatter)).toBe('prettier <- ../../prettier.config.mjs configuration of prettier');
  });
});
