import { describe, expect, it } from 'vitest';

import type { MemoryTree } from '../../support/memory-host-files.ts';
import { hostOf, inspect, rootsOf, sampleHost } from './sample-host.ts';

const nest = `import { NestFactory } from '@nestjs/core';\n`;
const appModule = `import { Module } from '@nestjs/common';\n@Module({})\nexport class AppModule {}\n`;
const tsConfig = (compilerOptions: object, rest: object = {}): string => JSON.stringify({ compilerOptions, ...rest });

/** Every way from the bootstrap call to `AppModule` of src/app.module.ts. */
const shapes: Readonly<Record<string, MemoryTree>> = {
  'generic argument': {
    'src/main.ts': `${nest}import { AppModule } from './app.module';\nawait NestFactory.create<NestExpressApplication>(AppModule, new A());`,
  },
  'inside a function of a class': {
    'src/main.ts': `${nest}import { AppModule } from './app.module';\nclass Boot { static async run() { const app = await NestFactory.create(AppModule); } }`,
  },
  microservice: { 'src/main.ts': `${nest}import { AppModule } from './app.module';\nNestFactory.createMicroservice<O>(AppModule, {});` },
  'application context': {
    'src/main.ts': `${nest}import { AppModule } from './app.module';\nNestFactory.createApplicationContext(AppModule);`,
  },
  'command line': {
    'src/main.ts': `import { CommandFactory } from 'nest-commander';\nimport { AppModule } from './app.module';\nCommandFactory.run(AppModule);`,
  },
  'aliased factory': {
    'src/main.ts': `import { NestFactory as F } from '@nestjs/core';\nimport { AppModule } from './app.module';\nF.create(AppModule);`,
  },
  'factory of a namespace': {
    'src/main.ts': `import * as core from '@nestjs/core';\nimport { AppModule } from './app.module';\ncore.NestFactory.create(AppModule);`,
  },
  'aliased import': { 'src/main.ts': `${nest}import { AppModule as Root } from './app.module';\nNestFactory.create(Root);` },
  'default import': {
    'src/main.ts': `${nest}import Root from './app.module';\nNestFactory.create(Root);`,
    'src/app.module.ts': `@Module({})\nexport default class AppModule {}`,
  },
  'default export by name': {
    'src/main.ts': `${nest}import Root from './app.module';\nNestFactory.create(Root);`,
    'src/app.module.ts': `@Module({})\nclass AppModule {}\nexport default AppModule;`,
  },
  'namespace import': { 'src/main.ts': `${nest}import * as app from './app.module';\nNestFactory.create(app.AppModule);` },
  'import = require': { 'src/main.ts': `${nest}import app = require('./app.module');\nNestFactory.create(app.AppModule);` },
  '.js specifier': { 'src/main.ts': `${nest}import { AppModule } from './app.module.js';\nNestFactory.create(AppModule);` },
  '.ts specifier': { 'src/main.ts': `${nest}import { AppModule } from './app.module.ts';\nNestFactory.create(AppModule);` },
  'index file': {
    'src/main.ts': `${nest}import { AppModule } from '.';\nNestFactory.create(AppModule);`,
    'src/index.ts': `export { AppModule } from './app.module';`,
  },
  'renamed re-export': {
    'src/main.ts': `${nest}import { Root } from './root';\nNestFactory.create(Root);`,
    'src/root/index.ts': `export * from './inner';`,
    'src/root/inner.ts': `export { AppModule as Root } from '../app.module';`,
  },
  'imported, then exported': {
    'src/main.ts': `${nest}import { Root } from './root';\nNestFactory.create(Root);`,
    'src/root.ts': `import { AppModule } from './app.module';\nexport { AppModule as Root };`,
  },
  'namespace re-export': {
    'src/main.ts': `${nest}import { modules } from './root';\nNestFactory.create(modules.AppModule);`,
    'src/root.ts': `export * as modules from './app.module';`,
  },
  'tsconfig paths': {
    'src/main.ts': `${nest}import { AppModule } from '@app/app.module';\nNestFactory.create(AppModule);`,
    'tsconfig.json': tsConfig({ paths: { '@app/*': ['./src/*'] } }),
  },
  'tsconfig paths of an extended file, with comments': {
    'src/main.ts': `${nest}import { AppModule } from '@root';\nNestFactory.create(AppModule);`,
    'tsconfig.json': `{ // the base has it all\n  "extends": ["./config/base.json", "@org/tsconfig"], }`,
    'config/base.json': tsConfig({ paths: { '@root': ['../src/app.module'] } }),
  },
  'tsconfig paths of a package': {
    'src/main.ts': `${nest}import { AppModule } from '@app/app.module';\nNestFactory.create(AppModule);`,
    'tsconfig.json': JSON.stringify({ extends: '@org/tsconfig/nest.json' }),
    'node_modules/@org/tsconfig/nest.json': tsConfig({ baseUrl: '../../..', paths: { '@app/*': ['src/*'] } }),
  },
  'tsconfig paths behind references': {
    'src/main.ts': `${nest}import { AppModule } from '@app/app.module';\nNestFactory.create(AppModule);`,
    'tsconfig.json': JSON.stringify({ files: [], references: [{ path: './tsconfig.spec.json' }, { path: './tsconfig.server.json' }] }),
    'tsconfig.spec.json': tsConfig({}),
    'tsconfig.server.json': tsConfig({ paths: { '@app/*': ['./src/*'] } }),
  },
  baseUrl: {
    'src/main.ts': `${nest}import { AppModule } from 'src/app.module';\nNestFactory.create(AppModule);`,
    'tsconfig.json': tsConfig({ baseUrl: './' }),
  },
  'imports of package.json, pointing at the built folder': {
    'src/main.ts': `${nest}import { AppModule } from '#/app.module.js';\nNestFactory.create(AppModule);`,
    'package.json': JSON.stringify({ type: 'module', dependencies: { '@nestjs/core': '12.0.1' }, imports: { '#/*': './dist/*' } }),
  },
  'imports of package.json, with conditions': {
    'src/main.ts': `${nest}import { AppModule } from '#app.module';\nNestFactory.create(AppModule);`,
    'package.json': JSON.stringify({
      dependencies: { '@nestjs/core': '12.0.1' },
      imports: { '#*': { types: './src/*.ts', default: './dist/*.js' } },
    }),
  },
  'dynamic import, destructured': {
    'src/main.ts': `${nest}const { AppModule: Root } = await import('./app.module.js');\nNestFactory.create(Root);`,
  },
  'dynamic import, with then': { 'src/main.ts': `${nest}NestFactory.create(await import('./app.module').then((m) => m.AppModule));` },
  'dynamic import, with then and a pattern': {
    'src/main.ts': `${nest}NestFactory.create(await import('./app.module').then(({ AppModule }) => AppModule));`,
  },
  'dynamic import, in brackets': { 'src/main.ts': `${nest}NestFactory.create((await import('./app.module')).AppModule);` },
  'dynamic import, inside Promise.all': {
    'src/main.ts': `${nest}const [, { AppModule }] = await Promise.all([import('./other'), import('./app.module')]);\nNestFactory.create(AppModule);`,
  },
  'static factory': {
    'src/main.ts': `${nest}import { AppModule } from './app.module';\nNestFactory.create(AppModule.forRoot({ a: 1 }));`,
    'src/app.module.ts': `@Module({})\nexport class AppModule { static forRoot() { return { module: AppModule, imports: [] }; } }`,
  },
  'static factory that names this': {
    'src/main.ts': `${nest}import { AppModule } from './app.module';\nNestFactory.create(await AppModule.register());`,
    'src/app.module.ts': `@Module({})\nexport class AppModule { static async register() { return { module: this }; } }`,
  },
  'inherited static factory': {
    'src/main.ts': `${nest}import { AppModule } from './app.module';\nNestFactory.create(AppModule.register({}));`,
  },
  'local constant': {
    'src/main.ts': `${nest}import { AppModule } from './app.module';\nconst root: Type = AppModule as Type;\nNestFactory.create(root);`,
  },
  'helper function that returns it': {
    'src/main.ts': `${nest}import { root } from './root';\nNestFactory.create(await root());`,
    'src/root.ts': `import { AppModule } from './app.module';\nexport async function root() { const module = AppModule.forRoot(); return module; }`,
  },
  'wrapper of the same file': {
    'src/main.ts': `${nest}import { AppModule } from './app.module';\nconst start = async (module: any) => NestFactory.create(module);\nstart(AppModule);`,
  },
  'wrapper of another file': {
    'src/main.ts': `import { createApp } from './create-app';\nimport { AppModule } from './app.module';\ncreateApp(AppModule);`,
    'src/create-app.ts': `${nest}export function createApp(module: unknown) { return NestFactory.create(module); }`,
  },
  'wrapper with options': {
    'src/main.ts': `import { createApp } from './create-app';\nimport { AppModule } from './app.module';\ncreateApp('api', { root: AppModule });`,
    'src/create-app.ts': `${nest}export const createApp = (name: string, { root }: Options) => NestFactory.create(root);`,
  },
  'wrapper as a static method behind an alias': {
    'src/main.ts': `import { RestServer } from '@libs/boot';\nimport { AppModule } from './app.module';\nRestServer.make(AppModule, {});`,
    'libs/boot/src/index.ts': `export * from './rest-server';`,
    'libs/boot/src/rest-server.ts': `${nest}export class RestServer { static make(module: any) { return NestFactory.create(module); } }`,
    'tsconfig.json': tsConfig({ paths: { '@libs/boot': ['./libs/boot/src'] } }),
  },
  'bootstrap in a file that the entry loads': {
    'src/main.ts': `const { bootstrap } = await import('./bootstrap');\nbootstrap();`,
    'src/bootstrap.ts': `${nest}import { AppModule } from './app.module';\nexport const bootstrap = () => NestFactory.create(AppModule);`,
  },
  'class expression': {
    'src/main.ts': `${nest}import { AppModule } from './app.module';\nNestFactory.create(AppModule);`,
    'src/app.module.ts': `export const AppModule = class {};`,
  },
  'commented-out call beside the real one': {
    'src/main.ts': `${nest}import { AppModule } from './app.module';\nimport { Old } from './old.module';\n// NestFactory.create(Old);\nNestFactory.create(AppModule);`,
    'src/old.module.ts': `export class Old {}`,
  },
};

describe('the root module is found from the bootstrap call', () => {
  it.each(Object.entries(shapes))('%s', (_, tree) => {
    expect(rootsOf(hostOf({ ...sampleHost, 'src/app.module.ts': appModule, ...tree }))).toEqual(['src/app.module.ts#AppModule']);
  });

  it('is told with its place and the call that starts it', () => {
    const [root] = hostOf({ ...sampleHost, 'src/app.module.ts': appModule }).rootModules;
    expect(root).toEqual({
      file: 'src/app.module.ts',
      className: 'AppModule',
      line: 2,
      kind: 'application',
      servesHttp: false,
      evidence: { file: 'src/main.ts', line: 3, what: 'NestFactory.create(AppModule)' },
    });
  });
});

describe('the entry file', () => {
  const entry = `${nest}import { AppModule } from './app.module';\nNestFactory.create(AppModule);`;
  const { 'src/main.ts': main = '', ...withoutMain } = sampleHost;

  it.each<[string, MemoryTree]>([
    [
      'is the one nest-cli.json names',
      { 'nest-cli.json': `{ "sourceRoot": "source", "entryFile": "start/api" }`, 'source/start/api.ts': entry.replace('./', '../../src/') },
    ],
    ['may have another usual name', { 'src/server.ts': entry }],
    ['may have any name in the source root', { 'src/www.ts': entry }],
    ['is searched for where all else fails', { 'src/http/www.ts': entry.replace('./', '../') }],
    [
      'is not looked for among tests, seeds and built files',
      { 'src/http/www.ts': entry.replace('./', '../'), 'test/app.ts': entry, 'src/seeds/run.ts': entry, 'dist/main.ts': main },
    ],
    ['may be .mts', { 'src/main.mts': entry.replace('app.module', 'app.module.js') }],
  ])('%s', (_, tree) => {
    expect(rootsOf(hostOf({ ...withoutMain, ...tree }))).toEqual(['src/app.module.ts#AppModule']);
  });
});

describe('several root modules', () => {
  it('are all told, servers first, AppModule first among equals, each once', () => {
    const host = hostOf({
      ...sampleHost,
      'src/main.ts': `${nest}import { CommandFactory } from 'nest-commander';
import { AppModule } from './app.module';
import { Cli, Worker, Admin } from './others';
CommandFactory.run(Cli);
NestFactory.createApplicationContext(Worker);
NestFactory.create(Admin);
NestFactory.createApplicationContext(AppModule);
NestFactory.create(process.env.X ? AppModule : Admin);`,
      'src/others.ts': `export class Cli {}\nexport class Worker {}\nexport class Admin {}`,
    });
    expect(host.rootModules.map(({ className, kind }) => [className, kind])).toEqual([
      ['AppModule', 'application'],
      ['Admin', 'application'],
      ['Worker', 'context'],
      ['Cli', 'command'],
    ]);
  });

  it('of other files beside the entry are told apart, as nobody has to choose among them', () => {
    const host = hostOf({
      ...sampleHost,
      'src/worker.ts': `${nest}import { WorkerModule } from './worker.module';\nimport { AppModule } from './app.module';\nNestFactory.createApplicationContext(WorkerModule);\nNestFactory.create(AppModule);`,
      'src/worker.module.ts': `export class WorkerModule {}`,
    });
    expect(rootsOf(host)).toEqual(['src/app.module.ts#AppModule']);
    expect(host.otherRootModules.map(({ className, kind }) => [className, kind])).toEqual([['WorkerModule', 'context']]);
  });

  it('are cut short by --root-module', () => {
    const tree = {
      ...sampleHost,
      'src/main.ts': `${nest}import { AppModule } from './app.module';\nNestFactory.createMicroservice(AppModule);`,
    };
    expect(hostOf(tree, { rootModule: 'src/app.module.ts#AppModule' }).rootModules).toMatchObject([
      { className: 'AppModule', kind: 'microservice', evidence: { file: 'src/main.ts', line: 3 } },
    ]);
  });

  it('may be none of what is started', () => {
    expect(hostOf({ ...sampleHost, 'src/core.ts': 'export class Core {}' }, { rootModule: 'src/core.ts#Core' }).rootModules).toMatchObject([
      { className: 'Core', evidence: { file: 'src/core.ts', line: 1, what: '--root-module' } },
    ]);
  });
});

describe('where there is no root module to be found', () => {
  it.each<[string, MemoryTree, string, number | undefined]>([
    [
      'a third-party factory',
      { 'src/main.ts': `import { AppFactory } from '@org/app';\nexport default AppFactory.create({ imports: [] });` },
      'No call of NestFactory was found from src/main.ts.',
      undefined,
    ],
    [
      'a class of a package',
      { 'src/main.ts': `${nest}import { RemoteModule } from '@org/remote';\nNestFactory.create(RemoteModule);` },
      'The application is started with NestFactory.create(RemoteModule), and "RemoteModule" (src/main.ts:2) cannot be followed to a class of this solution.',
      3,
    ],
    [
      'a file that is not there',
      { 'src/main.ts': `${nest}import { AppModule } from './gone';\nNestFactory.create(AppModule);` },
      'The application is started with NestFactory.create(AppModule), and "AppModule" (src/main.ts:2) cannot be followed to a class of this solution.',
      3,
    ],
    [
      'an endless chain of names',
      { 'src/main.ts': `${nest}const a = b;\nconst b = a;\nNestFactory.create(a);` },
      'The application is started with NestFactory.create(a), and',
      4,
    ],
    ['broken syntax', { 'src/main.ts': `${nest}NestFactory.create(((` }, 'The application is started with NestFactory.create', 2],
  ])('%s is told, and --root-module named as the way', (_, tree, message, line) => {
    const inspection = inspect({ ...sampleHost, ...tree });
    expect(inspection).toMatchObject({ kind: 'refused', issues: [{ code: 'root-module-not-found', file: 'src/main.ts' }] });
    const [issue] = inspection.kind === 'refused' ? inspection.issues : [];
    expect(issue?.message.slice(0, message.length)).toBe(message);
    expect(issue?.line).toBe(line);
    expect(issue?.remedy).toContain('--root-module src/app.module.ts#AppModule');
  });

  it.each([
    ['src/app.module.ts', 'it has to be file#Class'],
    ['src/gone.ts#AppModule', 'there is no file src/gone.ts'],
    ['src/app.module.ts#Application', 'src/app.module.ts declares no class Application'],
  ])('--root-module %s is refused: %s', (rootModule, rule) => {
    expect(inspect(sampleHost, { rootModule })).toMatchObject({
      kind: 'refused',
      issues: [{ code: 'invalid-option', found: rootModule, message: `--root-module ${rootModule}: ${rule}.` }],
    });
  });
});
