import { posix } from 'node:path';

import { foldersUpwards } from './folders-upwards.ts';
import type { Fact, ModuleFormat } from './host.ts';
import type { HostFiles } from './host-files.ts';
import { readJson } from './read-json.ts';
import { tsConfigFor } from './read-ts-config.ts';
import { asText } from './records.ts';

/**
 * What a source file runs as: by its own extension, `module: commonjs` of the tsconfig, else the `type` of the nearest package.json. That
 * also decides where the compiler leaves ES modules to a bundler (`esnext`, `preserve`), as Node takes what it makes by the same field.
 */
export function findModuleFormat(files: HostFiles, sourceFile: string): Fact<ModuleFormat> {
  if (/\.[cm]ts$/.test(sourceFile)) {
    return {
      value: sourceFile.endsWith('.mts') ? 'esm' : 'cjs',
      evidence: { file: sourceFile, what: `extension ${posix.extname(sourceFile)}` },
    };
  }
  const option = tsConfigFor(files, sourceFile)?.option('module');
  if (option && asText(option.value)?.toLowerCase() === 'commonjs') {
    return { value: 'cjs', evidence: option.file.evidence(['compilerOptions', 'module'], `module ${String(option.value)}`) };
  }
  return packageFormat(files, sourceFile);
}

/** Whether the compiler makes modules that Node takes as they are: `commonjs` in a package that is that, or as Node asks of either. */
export function compilesForNode(files: HostFiles, sourceFile: string): boolean {
  const module = asText(tsConfigFor(files, sourceFile)?.option('module')?.value)?.toLowerCase() ?? 'commonjs';
  return /^node\w+$/.test(module) || (module === 'commonjs' && findModuleFormat(files, sourceFile).value === 'cjs');
}

function packageFormat(files: HostFiles, sourceFile: string): Fact<ModuleFormat> {
  for (const folder of foldersUpwards(files, posix.dirname(sourceFile))) {
    const manifest = readJson(files, posix.join(folder, 'package.json'));
    if (!manifest) continue;
    const type = asText(manifest.get('type'));
    return { value: type === 'module' ? 'esm' : 'cjs', evidence: manifest.evidence(['type'], type ? `type ${type}` : 'no type: CommonJS') };
  }
  return { value: 'cjs', evidence: { file: sourceFile, what: 'no package.json: CommonJS' } };
}
