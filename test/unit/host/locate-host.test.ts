import { describe, expect, it } from 'vitest';

import type { HostRequest } from '../../../generators/host/inspect-host.ts';
import { memoryRoot, type MemoryTree } from '../../support/memory-host-files.ts';
import { below, hostOf, inspect, rootsOf, sampleHost } from './sample-host.ts';

const application = (name: string): MemoryTree => ({
  'src/main.ts': `import { NestFactory } from '@nestjs/core';\nimport { ${name} } from './app.module';\nNestFactory.create(${name});`,
  'src/app.module.ts': `@Module({})\nexport class ${name} {}`,
});
const { 'package.json': nestManifest = '', 'src/main.ts': main = '', ...withoutMain } = sampleHost;
const bareManifest = JSON.stringify({ name: 'solution', workspaces: ['apps/*'] });

describe('the host is', () => {
  it.each<[string, MemoryTree, string, string]>([
    ['the folder that declares Nest', sampleHost, '', '/host'],
    ['the nearest one above', sampleHost, 'src', '/host'],
    [
      'the application of a workspace, not the workspace',
      { ...below('apps/api', sampleHost), 'package.json': nestManifest },
      'apps/api/src',
      '/host/apps/api',
    ],
    [
      'a folder with nest-cli.json, Nest being declared above',
      { ...below('apps/api', { ...application('AppModule'), 'nest-cli.json': '{}' }), 'package.json': nestManifest },
      'apps/api',
      '/host/apps/api',
    ],
  ])('%s', (_, tree, cwd, root) => {
    expect(hostOf(tree, { cwd: `${memoryRoot}/${cwd}` }).root).toBe(root);
  });

  it('an application of the workspace that --project names', () => {
    const host = hostOf({ 'package.json': bareManifest, ...below('apps/api', sampleHost) }, { project: 'api' });
    expect([host.root, host.manifest.path]).toEqual(['/host/apps/api', 'package.json']);
  });

  it('nowhere above the repository root', () => {
    const tree = { 'package.json': nestManifest, ...below('other', { '.git/HEAD': '', 'package.json': '{}' }) };
    expect(inspect(tree, { cwd: `${memoryRoot}/other` })).toMatchObject({ kind: 'refused', issues: [{ code: 'no-nest-host' }] });
  });

  it.each<[string, MemoryTree, string]>([
    [
      'of package.json',
      { 'package.json': bareManifest, ...below('apps/api', sampleHost), ...below('apps/site', { 'package.json': '{}' }) },
      '--cwd apps/api',
    ],
    [
      'of pnpm',
      { 'package.json': '{}', 'pnpm-workspace.yaml': 'packages:\n  - "server"\n', ...below('server', sampleHost) },
      '--cwd server',
    ],
    [
      'not declared at all',
      { ...below('backend', sampleHost), ...below('services/mail', sampleHost) },
      '--cwd backend or --cwd services/mail',
    ],
    ['further down than is usual', below('product/api', sampleHost), '--cwd product/api'],
  ])('named where none is here but the workspace %s has some', (_, tree, remedy) => {
    expect(inspect(tree)).toMatchObject({
      kind: 'refused',
      issues: [{ code: 'no-nest-host', remedy: `Name the application: ${remedy}.` }],
    });
  });

  it('not the one above a folder that does not exist', () => {
    expect(inspect(sampleHost, { cwd: `${memoryRoot}/srcc` })).toMatchObject({
      kind: 'refused',
      issues: [{ code: 'invalid-option', found: '/host/srcc' }],
    });
  });

  it('refused where only the CLI is configured and nobody declares Nest', () => {
    expect(inspect({ ...sampleHost, 'package.json': '{}', 'nest-cli.json': '{}' })).toMatchObject({
      kind: 'refused',
      issues: [{ code: 'no-nest-host', expected: '@nestjs/core in the dependencies' }],
    });
  });

  it.each([['{ "name": ', 1], ['[]', undefined], ['{\n  // hello\n}', 2]])('none with the package.json %j, which says where it is damaged', (text, line) => {
    const inspection = inspect({ ...sampleHost, 'nest-cli.json': '{}', 'package.json': text });
    expect(inspection).toMatchObject({ kind: 'refused', issues: [{ code: 'file-unreadable', file: 'package.json', ...(line !== undefined && { line }) }] });
  });

  it('never broken by JSON that is none', () => {
    expect(
      hostOf({ ...sampleHost, 'tsconfig.json': '{ "compilerOptions": ', 'nest-cli.json': 'oops', '.eslintrc': '[' }).rootModules,
    ).toHaveLength(1);
  });
});

const nestMonorepo: MemoryTree = {
  'package.json': nestManifest,
  'tsconfig.json': '{ "compilerOptions": { "outDir": "./dist" } }',
  'nest-cli.json': JSON.stringify({
    monorepo: true,
    root: 'apps/shop',
    sourceRoot: 'apps/shop/src',
    projects: {
      mail: { type: 'application', root: 'apps/mail', sourceRoot: 'apps/mail/src', entryFile: 'start' },
      shop: { type: 'application', root: 'apps/shop', sourceRoot: 'apps/shop/src', entryFile: 'main' },
      shared: { type: 'library', root: 'libs/shared', sourceRoot: 'libs/shared/src' },
    },
  }),
  ...below('apps/shop', application('ShopModule')),
  'apps/shop/tsconfig.app.json': '{ "extends": "../../tsconfig.json", "compilerOptions": { "outDir": "../../dist/apps/shop" } }',
  'apps/mail/src/start.ts': `import { NestFactory } from '@nestjs/core';\nimport { MailModule } from './mail.module';\nNestFactory.create(MailModule);`,
  'apps/mail/src/mail.module.ts': `@Module({})\nexport class MailModule {}`,
};
const nx: MemoryTree = {
  'package.json': nestManifest,
  'nx.json': '{}',
  'tsconfig.base.json': '{ "compilerOptions": { "module": "esnext", "paths": { "@org/api": ["apps/api/src/app/app.module.ts"] } } }',
  'apps/api/project.json': JSON.stringify({
    name: 'api',
    sourceRoot: 'apps/api/src',
    projectType: 'application',
    targets: { build: { options: { main: 'apps/api/src/server.ts' } } },
  }),
  'apps/api/tsconfig.json':
    '{ "extends": "../../tsconfig.base.json", "files": [], "include": [], "references": [{ "path": "./tsconfig.app.json" }] }',
  'apps/api/tsconfig.app.json': '{ "extends": "./tsconfig.json", "compilerOptions": { "module": "commonjs" } }',
  'apps/api/src/server.ts': `import { NestFactory } from '@nestjs/core';\nimport { AppModule } from '@org/api';\nNestFactory.create(AppModule);`,
  'apps/api/src/app/app.module.ts': `@Module({})\nexport class AppModule {}`,
  'apps/site/project.json': '{ "name": "site", "projectType": "application" }',
};

describe('the project', () => {
  it.each<[string, Partial<HostRequest>, string, readonly string[]]>([
    ['named by --project', { project: 'mail' }, 'mail', ['apps/mail/src/mail.module.ts#MailModule']],
    ['the folder lies in', { cwd: `${memoryRoot}/apps/mail/src` }, 'mail', ['apps/mail/src/mail.module.ts#MailModule']],
    [
      'the root module lies in',
      { rootModule: 'apps/mail/src/mail.module.ts#MailModule' },
      'mail',
      ['apps/mail/src/mail.module.ts#MailModule'],
    ],
    [
      'that is the default one, and the others after it',
      {},
      'shop',
      ['apps/shop/src/app.module.ts#ShopModule', 'apps/mail/src/mail.module.ts#MailModule'],
    ],
  ])('of the Nest CLI %s', (_, request, project, roots) => {
    const host = hostOf(nestMonorepo, request);
    expect([host.project, host.projects, rootsOf(host)]).toEqual([project, ['shop', 'mail'], roots]);
  });

  it('decides source root and built folder', () => {
    const host = hostOf(nestMonorepo, { project: 'shop' });
    expect(host.sourceRoot).toEqual({ value: 'apps/shop/src', evidence: { file: 'nest-cli.json', line: 1, what: 'project shop' } });
    expect(host.buildFolders[0]).toBe('dist/apps/shop');
  });

  it('of Nx is read from its project.json, with the configuration of its application', () => {
    const host = hostOf(nx);
    expect([host.project, host.sourceRoot.value, rootsOf(host)]).toEqual([
      'api',
      'apps/api/src',
      ['apps/api/src/app/app.module.ts#AppModule'],
    ]);
    expect(host.moduleFormat).toEqual({ value: 'cjs', evidence: { file: 'apps/api/tsconfig.app.json', line: 1, what: 'module commonjs' } });
  });

  it('of Nx that declares Nest itself is a host of its own, although its paths start at the workspace', () => {
    const host = hostOf({ ...nx, 'package.json': '{}', 'apps/api/package.json': nestManifest }, { cwd: `${memoryRoot}/apps/api` });
    expect([host.root, host.sourceRoot.value, rootsOf(host)]).toEqual(['/host/apps/api', 'src', ['src/app/app.module.ts#AppModule']]);
  });

  it.each<[MemoryTree, string | undefined, string]>([
    [nestMonorepo, 'shop, mail', 'Name one that exists: --project shop.'],
    [{ ...withoutMain, 'package.json': nestManifest, 'src/main.ts': main }, undefined, 'Leave --project out.'],
  ])('that does not exist is refused', (tree, expected, remedy) => {
    expect(inspect(tree, { project: 'shopp' })).toMatchObject({
      kind: 'refused',
      issues: [{ code: 'invalid-option', found: 'shopp', remedy, ...(expected && { expected }) }],
    });
  });
});
