import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

import { diskHostFiles } from '../../../generators/host/disk-host-files.ts';

const workspace = mkdtempSync(join(tmpdir(), 'host files (1) '));
mkdirSync(join(workspace, 'apps', 'api', 'src'), { recursive: true });
writeFileSync(join(workspace, 'pnpm-lock.yaml'), 'lock');
writeFileSync(join(workspace, 'apps', 'api', 'src', 'main.ts'), '\uFEFFmain\r\n');
symlinkSync(join(workspace, 'gone'), join(workspace, 'apps', 'api', 'dangling'));
afterAll(() => rmSync(workspace, { recursive: true }));

describe('the files of a host on disk', () => {
  const files = diskHostFiles(join(workspace, 'apps', 'api'));

  it('are read as they are', () => {
    expect(files.read('src/main.ts')).toBe('\uFEFFmain\r\n');
  });

  it('may lie above the host', () => {
    expect([files.read('../../pnpm-lock.yaml'), files.exists('../..'), files.list('..')]).toEqual(['lock', 'folder', ['api/']]);
  });

  it('are absent, not an error, where they cannot be read', () => {
    expect([files.read('src'), files.read('gone'), files.exists('gone'), files.exists('dangling'), files.list('src/main.ts')]).toEqual([
      null,
      null,
      null,
      null,
      [],
    ]);
  });

  it('are listed by name, folders with a slash', () => {
    expect(files.list('.')).toEqual(['dangling', 'src/']);
  });
});
