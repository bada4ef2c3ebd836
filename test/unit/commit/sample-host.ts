import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Change } from '../../../generators/plan/plan.ts';

const before = {
  'package.json': { text: '{\r\n  "name": "host"\r\n}\r\n', mode: 0o644 },
  'src/app.module.ts': { text: 'export class AppModule {}\n', mode: 0o640 },
  'src/legacy.ts': { text: 'export const legacy = true;\n', mode: 0o600 },
  'run.sh': { text: '#!/bin/sh\nexit 0\n', mode: 0o755 },
} as const;

/** One change of each kind, several in folders to be made. The manifest is not given last. */
export const sampleChanges: readonly Change[] = [
  { path: 'src/background-jobs/.abp-background-jobs.json', kind: 'create', after: '{}\n', reason: 'manifest' },
  {
    path: 'src/background-jobs/background-jobs.module.ts',
    kind: 'create',
    after: 'export class BackgroundJobsModule {}\n',
    reason: 'module',
  },
  { path: 'src/background-jobs/domain/record.ts', kind: 'create', after: '\uFEFFexport class Record {}\r\n', reason: 'entity' },
  {
    path: 'package.json',
    kind: 'modify',
    before: before['package.json'].text,
    after: '{\r\n  "name": "host",\r\n  "x": 1\r\n}\r\n',
    reason: 'dependencies',
  },
  { path: 'run.sh', kind: 'modify', before: before['run.sh'].text, after: '#!/bin/sh\nexit 1\n', reason: 'script' },
  { path: 'src/legacy.ts', kind: 'delete', before: before['src/legacy.ts'].text, reason: 'not needed' },
];

const folders: string[] = [];

/** A folder with the files that `sampleChanges` starts from. */
export function sampleHost(): string {
  const folder = mkdtempSync(join(tmpdir(), 'commit-'));
  folders.push(folder);
  const root = join(folder, 'host (1)');
  for (const [path, { text, mode }] of Object.entries(before)) {
    writeHostFile(root, path, text);
    chmodSync(join(root, path), mode);
  }
  return root;
}

export function removeSampleHosts(): void {
  folders.forEach((folder) => rmSync(folder, { recursive: true, force: true }));
}

export function writeHostFile(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

export function readHostFile(root: string, path: string): string {
  return readFileSync(join(root, path), 'utf8');
}
