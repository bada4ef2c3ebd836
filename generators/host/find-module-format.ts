import { posix } from 'node:path';

import { foldersUpwards } from './folders-upwards.ts';
import type { Fact, ModuleFormat } from './host.ts';
import type { HostFiles } from './host-files.ts';
import { readJson } from './read-json.ts';
import { tsConfigFor } from './read-ts-config.ts';
import { asText } from './records.ts';

/** What a source file is compiled to: by its own extension, the tsconfig's `module`, and for `node*` the nearest package.json's `type`. */
export function findModuleFormat(files: HostFiles, sourceFile: string): Fact<ModuleFormat> {
  if (/\.[cm]ts$/.test(sourceFile)) {
    return { value: sourceFile.endsWith('.mts') ? 'esm' : 'cjs', evidence: { file: sourceFile, what: `extension ${posix.extname(sourceFile)}` } };
  }
  const option = tsConfigFor(files, sourceFile)?.option('module');
  const module = asText(option?.value)?.toLowerCase() ?? '';
  if (option && (module === 'commonjs' || /^(?:es\d+|es6|esnext|preserve)$/.test(module))) {
    const value = module === 'commonjs' ? 'cjs' : 'esm';
    return { value, evidence: option.file.evidence(['compilerOptions', 'module'], `module ${String(option.value)}`) };
  }
  return packageFormat(files, sourceFile);
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
