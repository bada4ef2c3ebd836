import { describe, expect, it } from 'vitest';

import { builtFile } from '../../../../generators/host/build/build-output.ts';
import { memoryRoot, type MemoryTree } from '../../../support/memory-host-files.ts';
import { below, hostOf, sampleHost } from '../sample-host.ts';

const dataSource = 'src/jobs/data-source.ts';
const migration = 'src/migrations/1-add.ts';

const json = (file: string, value: object): MemoryTree => ({ [file]: JSON.stringify(value) });
const scripts = (build: string, more: object = {}, dependencies: object = {}): MemoryTree =>
  json('package.json', { scripts: { build, ...more }, dependencies: { '@nestjs/core': '^11.0.1', ...dependencies } });
const nestCli = (config: object): MemoryTree => json('nest-cli.json', config);
const swc = (options: object): MemoryTree => nestCli({ compilerOptions: { builder: { type: 'swc', options } } });
const tsConfig = (compilerOptions: object, more: object = {}, file = 'tsconfig.json'): MemoryTree => json(file, { compilerOptions: { module: 'commonjs', ...compilerOptions }, ...more });
const outDir = { outDir: './dist' };
const nest: MemoryTree = { ...scripts('nest build'), ...tsConfig(outDir) };

/** Where the build puts the data source, or what it does instead. */
function built(tree: MemoryTree, source = dataSource, added = [migration]): string | null {
  const { build } = hostOf({ ...sampleHost, ...tree });
  return build && builtFile(build.output.value, source, added);
}

describe('the compiler puts a source', () => {
  it.each<[string, MemoryTree, string | null]>([
    ['below dist', nest, 'dist/jobs/data-source.js'],
    ['where another input lies beside src', { ...nest, 'jest.config.ts': '' }, 'dist/src/jobs/data-source.js'],
    ['no deeper for what is excluded', { ...nest, ...tsConfig(outDir, { exclude: ['test', '*.config.ts'] }), 'jest.config.ts': '', 'test/app.e2e.ts': '' }, 'dist/jobs/data-source.js'],
    ['no deeper for what is not included', { ...nest, ...tsConfig(outDir, { include: ['src'] }), 'jest.config.ts': '' }, 'dist/jobs/data-source.js'],
    ['no deeper for declarations and what is built', { ...nest, 'env.d.ts': '', 'dist/main.ts': '', 'node_modules/x/x.ts': '', '.config/x.ts': '' }, 'dist/jobs/data-source.js'],
    ['no deeper for JavaScript', { ...nest, 'jest.config.js': '' }, 'dist/jobs/data-source.js'],
    ['deeper for JavaScript that it is to take', { ...nest, ...tsConfig({ ...outDir, allowJs: true }), 'jest.config.js': '' }, 'dist/src/jobs/data-source.js'],
    ['by the configuration for builds', { ...nest, ...tsConfig({}, { extends: './tsconfig.json', include: ['src'] }, 'tsconfig.build.json'), 'a.ts': '' }, 'dist/jobs/data-source.js'],
    ['where a list of files says', { ...nest, ...tsConfig(outDir, { files: ['src/main.ts', dataSource] }), 'a.ts': '' }, 'dist/jobs/data-source.js'],
    ['nowhere that is not in its list', { ...nest, ...tsConfig(outDir, { files: ['src/main.ts'] }) }, null],
    ['nowhere that is excluded', { ...nest, ...tsConfig(outDir, { exclude: ['**/data-source.ts'] }) }, null],
    ['where an imported package.json moves it', { ...nest, 'src/version.ts': `import { version } from '../package.json';` }, 'dist/src/jobs/data-source.js'],
    ['where an import moves it that only an import leads to', { ...nest, ...tsConfig(outDir, { include: ['src'] }), 'src/a.ts': `export * from '../lib/b';`, 'lib/b.ts': '' }, 'dist/src/jobs/data-source.js'],
    [
      'where an alias leads outside',
      { ...nest, ...tsConfig({ ...outDir, baseUrl: '.', paths: { '@lib/*': ['lib/*'] } }, { include: ['src'] }), 'src/a.ts': `import '@lib/b';`, 'lib/b.ts': '' },
      'dist/src/jobs/data-source.js',
    ],
    [
      'no deeper for what is in a comment, or is a package or a declaration',
      { ...nest, ...tsConfig(outDir, { include: ['src'] }), 'src/a.ts': `// import '../lib/b';\nimport 'lib/b';\nimport '../types';`, 'lib/b.ts': '', 'types.d.ts': '' },
      'dist/jobs/data-source.js',
    ],
    ['below rootDir', { ...nest, ...tsConfig({ ...outDir, rootDir: '.' }) }, 'dist/src/jobs/data-source.js'],
    ['below rootDir whatever lies beside it', { ...nest, ...tsConfig({ ...outDir, rootDir: 'src' }), 'a.ts': '' }, 'dist/jobs/data-source.js'],
    ['nowhere outside of rootDir', { ...nest, ...tsConfig({ ...outDir, rootDir: 'src/app' }) }, null],
    ['below the folder of a composite configuration', { ...nest, ...tsConfig({ ...outDir, composite: true }) }, 'dist/src/jobs/data-source.js'],
    ['below the folder of the configuration from TypeScript 6 on', { ...nest, ...scripts('nest build', {}, { typescript: '^6.0.2' }) }, 'dist/src/jobs/data-source.js'],
    ['beside it where there is no folder for output', { ...nest, ...tsConfig({}) }, 'src/jobs/data-source.js'],
    ['nowhere where it only checks', { ...nest, ...tsConfig({ ...outDir, noEmit: true }) }, null],
    [
      'by what a list of configurations says, the last first',
      { ...nest, ...tsConfig({}, { extends: ['./a.json', 'base/b.json'] }), ...tsConfig(outDir, {}, 'a.json'), ...tsConfig({ outDir: '../../build', rootDir: '${configDir}' }, {}, 'node_modules/base/b.json') },
      'build/src/jobs/data-source.js',
    ],
    ['where package.json starts the application from, for what is generated later', { ...nest, ...scripts('nest build', { start: 'node dist/src/main' }) }, 'dist/src/jobs/data-source.js'],
    ['where it is known to go, whatever package.json says', { ...nest, ...scripts('nest build', { start: 'node dist/main' }), 'a.ts': '' }, 'dist/src/jobs/data-source.js'],
  ])('%s', (_, tree, expected) => {
    expect(built({ 'src/a.ts': '', ...tree })).toBe(expected);
  });

  it('deeper where the module itself goes beside src', () => {
    expect(built(nest, 'libs/jobs/data-source.ts', [migration])).toBe('dist/libs/jobs/data-source.js');
    expect(built(nest, dataSource, ['db/migrations/1-add.ts'])).toBe('dist/src/jobs/data-source.js');
  });

  it('by its own extension', () => {
    expect(built(nest, 'src/a.mts')).toBe('dist/a.mjs');
  });
});

describe('the build is read from', () => {
  it.each<[string, MemoryTree, string | null]>([
    ['the path the Nest CLI is given', { ...nest, ...scripts('nest build -p tsconfig.app.json'), ...tsConfig({ outDir: 'out' }, {}, 'tsconfig.app.json') }, 'out/jobs/data-source.js'],
    ['the path in nest-cli.json', { ...nest, ...nestCli({ compilerOptions: { tsConfigPath: 'a.json' } }), ...tsConfig({ outDir: 'out' }, {}, 'a.json') }, 'out/jobs/data-source.js'],
    ['SWC, which leaves out the first folder', { ...nest, ...swc({}) }, 'dist/jobs/data-source.js'],
    ['SWC that keeps it', { ...nest, ...swc({ stripLeadingPaths: false }) }, 'dist/src/jobs/data-source.js'],
    ['SWC with a folder of its own', { ...nest, ...swc({ outDir: 'out' }) }, 'out/jobs/data-source.js'],
    ['SWC, which keeps it beside a rootDir above', { ...nest, ...swc({}), ...tsConfig({ ...outDir, rootDir: '.' }) }, 'dist/src/jobs/data-source.js'],
    ['SWC by a flag', { ...nest, ...scripts('nest build -b swc') }, 'dist/jobs/data-source.js'],
    ['webpack by a flag', { ...nest, ...scripts('nest build --webpack') }, null],
    ['webpack in nest-cli.json', { ...nest, ...nestCli({ compilerOptions: { webpack: true } }) }, null],
    ['webpack in nest-cli.json, overruled by a flag', { ...nest, ...scripts('nest build --tsc'), ...nestCli({ compilerOptions: { webpack: true } }) }, 'dist/jobs/data-source.js'],
    ['rspack in nest-cli.json', { ...nest, ...nestCli({ compilerOptions: { builder: 'rspack' } }) }, null],
    ['tsc', { ...nest, ...scripts('rimraf dist && tsc -p tsconfig.json && tsc-alias') }, 'dist/jobs/data-source.js'],
    ['tsc with flags', { ...nest, ...scripts('tsc --outDir build --rootDir .') }, 'build/src/jobs/data-source.js'],
    ['tsc of references', { ...nest, ...scripts('tsc -b') }, 'dist/jobs/data-source.js'],
    ['SWC', { ...nest, ...scripts('swc ./src -d dist --strip-leading-paths') }, 'dist/jobs/data-source.js'],
    ['SWC without the flag', { ...nest, ...scripts('swc src --out-dir=dist') }, 'dist/src/jobs/data-source.js'],
    ['SWC of another folder', { ...nest, ...scripts('swc client -d dist') }, null],
    ['tsup', { ...nest, ...scripts('tsup src/main.ts') }, null],
    ['esbuild', { ...nest, ...scripts('esbuild src/main.ts --bundle --outdir=dist') }, null],
    ['Nx', { ...nest, ...scripts('nx build api') }, null],
    ['a script that the script calls', { ...nest, ...scripts('npm run clean && npm run compile -- -p a.json', { clean: 'rimraf dist', compile: 'tsc' }), ...tsConfig({ outDir: 'out' }, {}, 'a.json') }, 'out/jobs/data-source.js'],
    ['scripts that run one after the other', { ...nest, ...scripts('run-s build:*', { 'build:client': 'vite build client', 'build:server': 'cross-env NODE_ENV=production nest build' }) }, 'dist/jobs/data-source.js'],
    ['a program by its path', { ...nest, ...scripts('node --max-old-space-size=4096 ./node_modules/@nestjs/cli/bin/nest.js build') }, 'dist/jobs/data-source.js'],
    ['nothing where nothing compiles', { ...nest, ...scripts('echo built') }, null],
  ])('%s', (_, tree, expected) => {
    expect(built({ 'src/a.ts': '', ...tree })).toBe(expected);
  });

  it.each([
    ['a script of another name, for another application', { ...scripts('vite build', { 'build:api': 'nest build' }) }, 'npm run build:api'],
    ['the Nest CLI without a script', { ...json('package.json', { dependencies: { '@nestjs/core': '11', '@nestjs/cli': '11' } }) }, 'npx nest build'],
    ['the compiler without a script', { ...json('package.json', { dependencies: { '@nestjs/core': '11', typescript: '5' } }) }, 'npx tsc -p tsconfig.json'],
  ])('%s', (_, tree, expected) => {
    expect(hostOf({ ...sampleHost, ...tree }).build?.command).toBe(expected);
  });
});

describe('an application of a Nest workspace', () => {
  const application = (name: string): MemoryTree => ({
    ...below(`apps/${name}`, sampleHost),
    [`apps/${name}/package.json`]: '{}',
    ...tsConfig({ outDir: `../../dist/apps/${name}` }, { extends: '../../tsconfig.json', include: ['src/**/*'] }, `apps/${name}/tsconfig.app.json`),
  });
  const projects = Object.fromEntries(['shop', 'api'].map((name) => [name, { type: 'application', root: `apps/${name}`, sourceRoot: `apps/${name}/src`, compilerOptions: { tsConfigPath: `apps/${name}/tsconfig.app.json` } }]));
  const workspace = (config: object, more: MemoryTree = {}): MemoryTree => ({
    ...scripts('nest build', {}, { '@nestjs/cli': '^11.0.0', typescript: '^5.7.3' }),
    ...tsConfig({ outDir: './dist', baseUrl: '.', paths: { '@app/common': ['libs/common/src'] } }),
    ...nestCli({ monorepo: true, root: 'apps/shop', sourceRoot: 'apps/shop/src', ...config, projects }),
    ...application('shop'),
    ...application('api'),
    'libs/common/src/index.ts': '',
    ...more,
  });
  const where = (tree: MemoryTree, project: string): readonly [string | undefined, string | null] => {
    const { build } = hostOf(tree, { cwd: memoryRoot, project });
    return [build?.command, build && builtFile(build.output.value, `apps/${project}/${dataSource}`, [`apps/${project}/${migration}`])];
  };

  it('is built by name unless it is the default one', () => {
    const tree = workspace({ compilerOptions: { tsConfigPath: 'apps/shop/tsconfig.app.json' } });
    expect(where(tree, 'shop')).toEqual(['npm run build', 'dist/apps/shop/jobs/data-source.js']);
    expect(where(tree, 'api')).toEqual(['npx nest build api', 'dist/apps/api/jobs/data-source.js']);
  });

  it('has its own folders repeated where it uses a library', () => {
    const tree = workspace({}, { 'apps/api/src/a.ts': `import '@app/common';` });
    expect(where(tree, 'api')).toEqual(['npx nest build api', 'dist/apps/api/apps/api/src/jobs/data-source.js']);
  });

  it('may be packed', () => {
    expect(where(workspace({ compilerOptions: { webpack: true } }), 'api')[1]).toBe(null);
  });
});
