import type { Flags } from '../../../generators/options/flags.ts';
import { type Nest, type Store, stores } from '../../golden/mixes.ts';
import type { RunnerRow } from './rows.ts';

/** A host as a few files, what `add` is run with in it, and the packages it has. */
export interface RunnerHost {
  readonly files: Readonly<Record<string, string>>;
  readonly flags: Flags;
  /** Ranges by name; without TypeScript, which several hosts with the same packages have in different versions. */
  readonly packages: Readonly<Record<string, string>>;
  readonly typescript: string;
  /** What Node is given to run all suites. */
  readonly test: readonly string[];
}

/** What `nest new` of a major version wrote, as far as it decides how tests run. */
const nests = {
  '9': { major: 9, reflectMetadata: '^0.1.13', nodeTypes: '18.16.12', typeorm: '~0.3.20', nestTypeorm: '^9.0.0', mongoose: '^8.9.0', nestMongoose: '^10.1.0', mongodb: '^6.12.0' },
  '10': { major: 10, reflectMetadata: '^0.2.0', nodeTypes: '^20.3.1', typeorm: '^0.3.20', nestTypeorm: '^10.0.2', mongoose: '^8.9.0', nestMongoose: '^10.1.0', mongodb: '^6.12.0' },
  '11': { major: 11, reflectMetadata: '^0.2.2', nodeTypes: '^22.10.7', typeorm: '^0.3.28', nestTypeorm: '^11.0.0', mongoose: '^8.9.0', nestMongoose: '^11.0.0', mongodb: '^6.12.0' },
  '12': { major: 12, reflectMetadata: '^0.2.2', nodeTypes: '^24.0.0', typeorm: '^1.1.0', nestTypeorm: '^12.0.0', mongoose: '^9.0.0', nestMongoose: '^12.0.0', mongodb: '^7.0.0' },
} as const;

const strictness = {
  none: {},
  strictNullChecks: { strictNullChecks: true },
  strict: { strict: true },
} as const;

/** @param versions of packages that the host has in others than `nest new` of its time would have brought */
export function runnerHost(row: RunnerRow, versions: Readonly<Record<string, string>> = {}): RunnerHost {
  const [runner, version = ''] = row.runner.split(' ');
  const isJest = runner === 'jest';
  const isEsm = !isJest && row.nest === '12';
  const nest: Nest & (typeof nests)[keyof typeof nests] = { ...nests[row.nest], extension: isEsm ? '.js' : '' };
  const store: Store = stores[row.store](nest);
  const storePackages = Object.fromEntries(
    Object.entries(store.dependencies ?? {}).map(([name, range]) => [name, name === '@nestjs/typeorm' ? nest.nestTypeorm : name === '@nestjs/mongoose' ? nest.nestMongoose : range]),
  );
  const packages = {
    '@nestjs/common': `^${nest.major}.0.1`,
    '@nestjs/core': `^${nest.major}.0.1`,
    'reflect-metadata': nest.reflectMetadata,
    rxjs: '^7.8.1',
    ...storePackages,
    ...versions,
  };
  const tools = {
    '@nestjs/testing': `^${nest.major}.0.1`,
    '@types/node': nest.nodeTypes,
    ...(isJest ? jestPackages(version, row) : vitestPackages(version, row)),
  };
  const typescript = `~${row.typescript}.0`;
  const manifest = {
    name: 'app',
    private: true,
    ...(isEsm && { type: 'module' }),
    scripts: { build: 'nest build', test: isJest ? 'jest' : 'vitest run' },
    dependencies: packages,
    devDependencies: { ...tools, typescript },
    ...(isJest && { jest: jestConfig(row) }),
  };
  return {
    flags: store.flags,
    packages: { ...packages, ...tools },
    typescript,
    // Nest 12's way to let Jest require ES modules.
    test: isJest ? [...(row.nest === '12' ? ['--experimental-vm-modules'] : []), 'node_modules/jest/bin/jest.js', '--ci'] : ['node_modules/vitest/vitest.mjs', 'run'],
    files: {
      ...store.files,
      'package.json': json(manifest),
      'package-lock.json': '{}\n',
      'nest-cli.json': '{ "sourceRoot": "src" }\n',
      'tsconfig.json': json({ compilerOptions: compilerOptions(row), include: ['src'] }),
      ...(!isJest && { 'vitest.config.ts': vitestConfig(row) }),
      'src/main.ts': `import { NestFactory } from '@nestjs/core';\nimport { AppModule } from './app.module${nest.extension}';\n\nasync function bootstrap() {\n  const app = await NestFactory.create(AppModule);\n  await app.listen(3000);\n}\nvoid bootstrap();\n`,
      'src/app.module.ts': `import { Module } from '@nestjs/common';\n${store.root?.head ?? ''}\n@Module({\n  imports: [${store.root?.imports ?? ''}],\n})\nexport class AppModule {}\n`,
    },
  };
}

function compilerOptions({ runner, nest, typescript, target, strictness: flags }: RunnerRow): object {
  const isJest = runner.startsWith('jest');
  // `nest new` wrote CommonJS with the resolution of Node 10 up to version 10; TypeScript 6 has it no longer.
  const isClassic = (nest === '9' || nest === '10') && Number(typescript) < 6;
  return {
    // Without `isolatedModules`, with which ts-jest would check no types.
    ...(isClassic ? { module: 'commonjs', baseUrl: './' } : { module: 'nodenext', moduleResolution: 'nodenext', esModuleInterop: true }),
    declaration: true,
    removeComments: true,
    emitDecoratorMetadata: true,
    experimentalDecorators: true,
    allowSyntheticDefaultImports: true,
    target,
    sourceMap: true,
    outDir: './dist',
    rootDir: '.',
    skipLibCheck: true,
    forceConsistentCasingInFileNames: true,
    ...strictness[flags],
    types: ['node', isJest ? 'jest' : 'vitest/globals'],
  };
}

function jestPackages(version: string, { transform }: RunnerRow): Readonly<Record<string, string>> {
  return {
    jest: `^${version}.0.0`,
    '@types/jest': `^${version}.0.0`,
    // ts-jest 29 is for Jest 29 and 30.
    ...(transform === 'ts-jest' ? { 'ts-jest': `^${Math.min(Number(version), 29)}.0.0` } : { '@swc/jest': '^0.2.36', '@swc/core': '^1.4.0' }),
  };
}

function jestConfig({ transform, target }: RunnerRow): object {
  return {
    moduleFileExtensions: ['js', 'json', 'ts'],
    rootDir: 'src',
    testRegex: '.*\\.spec\\.ts$',
    transform: { '^.+\\.(t|j)s$': transform === 'ts-jest' ? 'ts-jest' : ['@swc/jest', swcOptions(target)] },
    collectCoverageFrom: ['**/*.(t|j)s'],
    coverageDirectory: '../coverage',
    testEnvironment: 'node',
  };
}

function vitestPackages(version: string, { transform }: RunnerRow): Readonly<Record<string, string>> {
  // From 5 on Vite is Vitest's peer.
  return { vitest: `^${version}.0.0`, ...(version === '5' && { vite: '^8.0.0' }), ...(transform === 'unplugin-swc' && { 'unplugin-swc': '^1.5.0', '@swc/core': '^1.4.0' }) };
}

function vitestConfig({ transform, target }: RunnerRow): string {
  const swc = transform === 'unplugin-swc';
  return `${swc ? "import swc from 'unplugin-swc';\n" : ''}import { defineConfig } from 'vitest/config';

export default defineConfig({
${swc ? `  plugins: [swc.vite(${JSON.stringify({ ...swcOptions(target), module: { type: 'es6' } })})],\n` : ''}  test: {
    globals: true,
    root: './',
    include: ['**/*.spec.ts'],
  },
});
`;
}

function swcOptions(target: string): object {
  return {
    jsc: {
      target: target.toLowerCase(),
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
    },
  };
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
