import { chmodSync, chownSync, mkdirSync, readlinkSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { commitChanges } from '../../../generators/commit/commit-changes.ts';
import type { Change } from '../../../generators/plan/plan.ts';
import { treeHash } from '../../support/tree-hash.ts';
import { readHostFile, removeSampleHosts, sampleChanges, sampleHost, writeHostFile } from './sample-host.ts';

afterAll(removeSampleHosts);

let root: string;
beforeEach(() => {
  root = sampleHost();
});

const create = (path: string): Change => ({ path, kind: 'create', after: 'new\n', reason: 'test' });
const modify = (path: string, before: string): Change => ({ path, kind: 'modify', before, after: 'new\n', reason: 'test' });
const remove = (path: string, before: string): Change => ({ path, kind: 'delete', before, reason: 'test' });

describe('commitChanges', () => {
  it('makes every change, byte for byte', async () => {
    expect(await commitChanges(root, sampleChanges)).toEqual({ kind: 'committed' });

    for (const change of sampleChanges) {
      const content = change.kind === 'delete' ? undefined : change.after;
      expect(statSync(join(root, change.path), { throwIfNoEntry: false }) && readHostFile(root, change.path)).toBe(content);
    }
  });

  it('keeps the permissions and the owner of a file', async () => {
    const isRoot = process.getuid?.() === 0;
    if (isRoot) {
      chownSync(join(root, 'run.sh'), 4242, 4243);
    }
    chmodSync(join(root, 'run.sh'), 0o4750);
    const { mode, uid, gid } = statSync(join(root, 'run.sh'));

    await commitChanges(root, sampleChanges);

    expect(statSync(join(root, 'run.sh'))).toMatchObject({ mode, uid, gid });
  });

  it('tells its progress, and puts the manifest in place last', async () => {
    const steps: string[] = [];
    await commitChanges(root, sampleChanges, undefined, ({ done, total, path }) => steps.push(`${done}/${total} ${path}`));

    expect(steps).toHaveLength(12);
    expect(steps.at(-1)).toBe('12/12 src/background-jobs/.abp-background-jobs.json');
  });

  it('has nothing to do for an empty plan, not even in a folder it may not write to', async () => {
    expect(await commitChanges(join(root, 'no-such-folder'), [])).toEqual({ kind: 'committed' });
  });

  it('modifies the package.json of a workspace above the root', async () => {
    mkdirSync(join(root, 'apps/api'), { recursive: true });

    await commitChanges(join(root, 'apps/api'), [modify('../../package.json', readHostFile(root, 'package.json'))]);

    expect(readHostFile(root, 'package.json')).toBe('new\n');
  });

  it('writes through a symbolic link to a folder inside the root', async () => {
    symlinkSync('src', join(root, 'source'));

    await commitChanges(root, [create('source/new.ts')]);

    expect(readHostFile(root, 'src/new.ts')).toBe('new\n');
    expect(readlinkSync(join(root, 'source'))).toBe('src');
  });

  it('puts everything back when whoever listens to the progress fails', async () => {
    const tree = treeHash(root);

    const result = await commitChanges(root, sampleChanges, undefined, () => {
      throw new Error('terminal is gone');
    });

    expect(result).toMatchObject({
      kind: 'rolled-back',
      issue: { code: 'unexpected', message: 'Error: terminal is gone Nothing was changed.' },
    });
    expect(treeHash(root)).toBe(tree);
  });
});

describe('a plan that the disk no longer fits', () => {
  it.each([
    {
      what: 'a file that has been edited',
      last: modify('run.sh', 'something else'),
      code: 'changed-since-plan',
      message: 'run.sh has other content now',
    },
    { what: 'a file that is gone', last: modify('src/gone.ts', 'x'), code: 'changed-since-plan', message: 'src/gone.ts is gone' },
    { what: 'a folder that is gone', last: remove('gone/gone.ts', 'x'), code: 'changed-since-plan', message: 'gone/gone.ts is gone' },
    {
      what: 'a file that has been created',
      last: create('src/legacy.ts'),
      code: 'changed-since-plan',
      message: 'src/legacy.ts has been created',
    },
    {
      what: 'a dangling link where a file is to be',
      last: create('src/dangling.ts'),
      code: 'changed-since-plan',
      message: 'src/dangling.ts has been created',
    },
    {
      what: 'a file that is not UTF-8',
      last: modify('latin1.ts', '// caf\uFFFD\n'),
      code: 'file-unreadable',
      message: 'latin1.ts is not valid UTF-8',
    },
    { what: 'a file that is read-only', last: modify('locked.ts', 'locked\n'), code: 'write-failed', message: 'locked.ts is read-only' },
    {
      what: 'a link instead of a file',
      last: modify('link.ts', 'export const legacy = true;\n'),
      code: 'write-failed',
      message: 'link.ts is a symbolic link',
    },
    { what: 'a folder instead of a file', last: modify('src', ''), code: 'write-failed', message: 'src is not a file' },
    { what: 'a file instead of a folder', last: create('run.sh/jobs/a.ts'), code: 'write-failed', message: 'run.sh is not a folder' },
    {
      what: 'a link that leads outside',
      last: create('outside/new/a.ts'),
      code: 'write-failed',
      message: 'outside/new/a.ts leads outside the solution',
    },
    { what: 'a path that leads outside', last: create('../a.ts'), code: 'write-failed', message: '../a.ts is not inside the solution' },
    {
      what: 'a path that leads outside on a detour',
      last: create('src/../../a.ts'),
      code: 'write-failed',
      message: 'src/../../a.ts is not inside',
    },
    {
      what: 'a file to delete above the root',
      last: remove('../a.ts', ''),
      code: 'write-failed',
      message: '../a.ts is not inside the solution',
    },
    { what: 'an absolute path', last: create('/etc/a.ts'), code: 'write-failed', message: '/etc/a.ts is not inside the solution' },
  ])('$what: refused, nothing changed', async ({ last, code, message }) => {
    symlinkSync('nowhere', join(root, 'src/dangling.ts'));
    symlinkSync('src/legacy.ts', join(root, 'link.ts'));
    symlinkSync('..', join(root, 'outside'));
    writeFileSync(join(root, 'latin1.ts'), Buffer.from('// caf\xE9\n', 'latin1'));
    writeHostFile(root, 'locked.ts', 'locked\n');
    chmodSync(join(root, 'locked.ts'), 0o444);
    const tree = treeHash(root);

    const result = await commitChanges(root, [create('src/other/new.ts'), last]);

    expect(result).toMatchObject({ kind: 'rolled-back', issue: { code, severity: 'error', message: expect.stringContaining(message) } });
    expect(treeHash(root)).toBe(tree);
  });

  // Steps 1 to 6 prepare, 7 to 12 put in place, in the order of the changes.
  it.each([
    { what: 'edited', path: 'package.json', does: (path: string) => writeHostFile(root, path, 'theirs\n') },
    { what: 'edited before it is deleted', path: 'src/legacy.ts', does: (path: string) => writeHostFile(root, path, 'theirs\n') },
    {
      what: 'created',
      path: 'src/background-jobs/background-jobs.module.ts',
      does: (path: string) => writeHostFile(root, path, 'theirs\n'),
    },
    { what: 'removed', path: 'run.sh', does: (path: string) => rmSync(join(root, path)) },
  ])('a file $what by somebody else while we write stays theirs, all others stay as they were', async ({ path, does }) => {
    const expected = sampleHost();
    root = sampleHost();
    const result = await commitChanges(root, sampleChanges, undefined, ({ done }) => {
      if (done === 6) {
        does(path);
      }
    });
    const committedRoot = root;
    root = expected;
    does(path);

    expect(result).toMatchObject({ kind: 'rolled-back', issue: { code: 'changed-since-plan', file: path } });
    expect(treeHash(committedRoot)).toBe(treeHash(expected));
  });
});
