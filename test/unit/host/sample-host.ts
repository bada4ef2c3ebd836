import { inspectHost, type HostRequest, type Inspection } from '../../../generators/host/inspect-host.ts';
import type { Host } from '../../../generators/host/host.ts';
import { memoryHostFiles, memoryRoot, type MemoryTree } from '../../support/memory-host-files.ts';

/** What every host of these tests has unless a test says otherwise. */
export const sampleHost: MemoryTree = {
  'package.json': JSON.stringify({ name: 'shop', dependencies: { '@nestjs/core': '^11.0.1', '@nestjs/common': '^11.0.1' } }),
  'tsconfig.json': JSON.stringify({ compilerOptions: { module: 'commonjs', outDir: './dist', baseUrl: './' } }),
  'src/main.ts': `import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module';
NestFactory.create(AppModule);
`,
  'src/app.module.ts': `import { Module } from '@nestjs/common';
import { Shop } from './shop';
@Module({ imports: [] })
export class AppModule {}
`,
};

/** The same files in a folder further down. */
export function below(folder: string, tree: MemoryTree): MemoryTree {
  return Object.fromEntries(Object.entries(tree).map(([path, text]) => [`${folder}/${path}`, text]));
}

export function inspect(tree: MemoryTree, request: Partial<HostRequest> = {}): Inspection {
  return inspectHost({ cwd: memoryRoot, ...request }, memoryHostFiles(tree));
}

/** The host, where it is one; fails the test otherwise. */
export function hostOf(tree: MemoryTree, request: Partial<HostRequest> = {}): Host {
  const inspection = inspect(tree, request);
  if (inspection.kind === 'refused') throw new Error(inspection.issues.map(({ message }) => message).join('\n'));
  return inspection.host;
}

/** `src/app.module.ts#AppModule` for each root module. */
export function rootsOf(host: Host): readonly string[] {
  return host.rootModules.map(({ file, className }) => `${file}#${className}`);
}
