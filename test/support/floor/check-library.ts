import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installedPackages } from '../installed-packages.ts';
import { execute } from '../run.ts';
import { writeFiles } from '../write-files.ts';

/** Where emitted source needs more than every host has, and what. */
export interface Finding {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

const MODULES = join(import.meta.dirname, '../../../node_modules');

/** What the lowest host has: the library and the target of ES2017, and Node 18. */
const compilerOptions = {
  target: 'ES2017',
  lib: ['ES2017'],
  types: ['node'],
  // Also for packages that refer to the types of Node.
  typeRoots: ['./types'],
  module: 'esnext',
  moduleResolution: 'bundler',
  strict: true,
  experimentalDecorators: true,
  skipLibCheck: true,
  noEmit: true,
};

/** What emitted source imports: of each the newest, whose declarations must not hide anything either. */
const packages = {
  '@nestjs/common': '^12.0.1',
  '@nestjs/core': '^12.0.1',
  '@nestjs/mongoose': '^12.0.0',
  '@nestjs/testing': '^12.0.1',
  '@nestjs/typeorm': '^12.0.0',
  '@opentelemetry/api': '^1.9.0',
  croner: '^11.0.0',
  mongodb: '^7.0.0',
  mongoose: '^9.0.0',
  'reflect-metadata': '^0.2.2',
  rxjs: '^7.8.1',
  typeorm: '^1.1.0',
  vitest: '^4.1.2',
};

/**
 * Type-checks TypeScript files against the lowest library, in a folder of its own.
 * `@types/node` brings newer libraries with it, which a host may get by another version or not at all; so it is read without those.
 */
export async function checkLibrary(folder: string, files: Readonly<Record<string, string>>): Promise<readonly Finding[]> {
  writeFiles(folder, files);
  writeNodeTypes(join(folder, 'types/node'));
  writeFiles(folder, {
    'tsconfig.json': JSON.stringify({ compilerOptions, files: Object.keys(files).filter((path) => path.endsWith('.ts')) }),
  });
  symlinkSync(join(await installedPackages(packages), 'node_modules'), join(folder, 'node_modules'));
  const { stdout, exitCode } = await execute(process.execPath, [join(MODULES, 'typescript/bin/tsc'), '-p', '.', '--pretty', 'false'], { cwd: folder });
  const findings = stdout.split('\n').flatMap((line) => {
    const [, path = '', at, message = ''] = /^(\S+)\((\d+),\d+\): error (TS\d+: .*)$/.exec(line) ?? [];
    return at === undefined ? [] : [{ path, line: Number(at), message }];
  });
  if (exitCode !== 0 && findings.length === 0) {
    throw new Error(stdout);
  }
  return findings;
}

function writeNodeTypes(folder: string): void {
  cpSync(join(MODULES, '@types/node-18'), folder, { recursive: true, filter: (path) => !/node-18\/(?:node_modules|ts5\.6)/.test(path) });
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.d.ts'))) {
    const text = readFileSync(join(folder, path), 'utf8');
    writeFileSync(join(folder, path), withoutLibrary(text));
  }
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(join(MODULES, '@types/node-18/node_modules/undici-types'), join(folder, 'node_modules/undici-types'));
}

/** Without the libraries that the file asks for, and without what it adds to interfaces of the language, as `at` of arrays. */
function withoutLibrary(text: string): string {
  return text.replaceAll(/^\/\/\/ <reference lib=.*$/gm, '').replaceAll(/^interface \w+(?:<\w+>)? extends RelativeIndexable<.*$/gm, '');
}
