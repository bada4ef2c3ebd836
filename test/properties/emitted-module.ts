import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ts } from 'ts-morph';
import { emitMix } from '../golden/emit-mix.ts';
import { mixes } from '../golden/mixes.ts';
import { sqlitePrebuild } from '../support/hosts/sqlite-prebuild.ts';
import { run } from '../support/run.ts';
import { writeFiles } from '../support/write-files.ts';

export type Database = 'postgres' | 'sqlite' | 'mongodb';

/** The module as it is emitted into a host of Nest 12, as JavaScript. */
export interface EmittedModule {
  readonly database: Database;
  /** Loads one of its files. */
  readonly load: <T>(path: string) => Promise<T>;
  readonly remove: () => void;
}

const folderOfModule = 'src/background-jobs/';
const compilerOptions = {
  module: ts.ModuleKind.ESNext,
  target: ts.ScriptTarget.ES2023,
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
} as const;

/** Emits the module and turns each file into JavaScript, without a host around it: in two seconds. */
export async function emittedModule(database: Database): Promise<EmittedModule> {
  const mix = mixes.find(({ name }) => name === `nest12-esm-${database}-own`);
  if (mix === undefined) {
    throw new Error(`No mix emits the module for ${database}.`);
  }
  const root = mkdtempSync(join(tmpdir(), 'abp-background-jobs-properties-'));
  const tree = await emitMix(mix, root);
  const files = [...tree].filter(([path]) => path.startsWith(folderOfModule) && path.endsWith('.ts') && !path.endsWith('.spec.ts'));
  const compiled = files.map(([path, text]) => [path.replace(/ts$/, 'js'), ts.transpileModule(text, { compilerOptions, fileName: path }).outputText]);
  writeFiles(root, { ...Object.fromEntries(compiled), 'package.json': '{ "type": "module" }' });
  symlinkSync(join(await installed(), 'node_modules'), join(root, 'node_modules'));
  return {
    database,
    load: (path) => import(/* @vite-ignore */ pathToFileURL(join(root, folderOfModule, path)).href),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Installs what the stores import once, and keeps it in `.cache`. */
async function installed(): Promise<string> {
  const dependencies = { 'better-sqlite3': '^12.4.0', mongodb: '^7.0.0', pg: '^8.16.0', 'reflect-metadata': '^0.2.2', typeorm: '^1.1.0' };
  const manifest = JSON.stringify({ private: true, dependencies });
  const folder = join(import.meta.dirname, '../../.cache/properties', createHash('sha256').update(manifest).digest('hex').slice(0, 12));
  if (!existsSync(join(folder, 'installed'))) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), manifest);
    const args = ['install', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
    await run('npm', args, { cwd: folder, env: await sqlitePrebuild(), timeout: 600_000 });
    writeFileSync(join(folder, 'installed'), '');
  }
  return folder;
}
