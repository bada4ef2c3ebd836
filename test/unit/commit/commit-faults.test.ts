import { spawnSync } from 'node:child_process';
import { readdirSync, renameSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { commitChanges, type CommitResult } from '../../../generators/commit/commit-changes.ts';
import { diskFileSystem } from '../../../generators/commit/disk-file-system.ts';
import { journalFolderName } from '../../../generators/commit/journal.ts';
import { recoverInterruptedCommit } from '../../../generators/commit/recover-interrupted-commit.ts';
import { treeHash } from '../../support/tree-hash.ts';
import { faultyFileSystem, systemError, type Fault } from './faulty-file-system.ts';
import { readHostFile, removeSampleHosts, sampleChanges, sampleHost, writeHostFile } from './sample-host.ts';

afterAll(removeSampleHosts);

const noFault = faultyFileSystem({ at: -1, when: 'before', strike: systemError('EIO') });
const changedHost = sampleHost();
await commitChanges(changedHost, sampleChanges, noFault);
const { operations } = noFault;
const numbers = operations.map((name, at) => ({ name, at }));
const oldTree = treeHash(sampleHost());
const newTree = treeHash(changedHost);

async function commitWith(fault: Fault): Promise<{ root: string; result: CommitResult }> {
  const root = sampleHost();
  return { root, result: await commitChanges(root, sampleChanges, faultyFileSystem(fault)) };
}

/** As if the process that owns the journal had died. */
function abandonJournal(root: string): void {
  setOwner(root, `owner-${Date.now()}-${deadPid}-${hostname()}`);
}

function setOwner(root: string, name: string): void {
  const folder = join(root, journalFolderName);
  const owner = readdirSync(folder).find((entry) => entry.startsWith('owner-'));
  if (owner !== undefined) {
    renameSync(join(folder, owner), join(folder, name));
  }
}

const deadPid = spawnSync(process.execPath, ['--version']).pid;

function commitInProcess(root: string, ...args: readonly string[]): { signal: NodeJS.Signals | null; stdout: string } {
  const { signal, stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, 'killed-commit.ts'), root, ...args], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return { signal, stdout };
}

describe('a fault at any operation', () => {
  const words = { ENOSPC: 'disk is full', EROFS: 'read-only', EACCES: 'permission', EIO: 'input/output error' };

  it('is a matrix worth its name', () => {
    expect(operations.length).toBeGreaterThan(60);
    expect(new Set(operations)).toEqual(new Set(Object.keys(noFault).filter((name) => name !== 'operations')));
  });

  it.each(Object.entries(words))(
    '%s leaves the tree as it was and says so, or all is done',
    { timeout: 120_000 },
    async (code, meaning) => {
      for (const { name, at } of numbers) {
        for (const when of name === 'write' ? (['before', 'halfway', 'after'] as const) : (['before', 'after'] as const)) {
          const { root, result } = await commitWith({ at, when, strike: systemError(code) });
          const where = `${code} ${when} operation ${at} (${name})`;
          if (result.kind === 'committed') {
            // The fault struck while the journal was removed: the next run removes it.
            expect(at, where).toBeGreaterThan(operations.lastIndexOf('rename'));
            if (readdirSync(root).includes(journalFolderName)) {
              abandonJournal(root);
              expect(await recoverInterruptedCommit(root), where).toEqual({ kind: 'clean' });
            }
            expect(treeHash(root), where).toBe(newTree);
          } else {
            expect(treeHash(root), where).toBe(oldTree);
            expect(result.issue.message, where).toContain(meaning);
            expect(result.issue.message, where).toMatch(at === 0 ? /^Looking for what a killed run has left/ : /Nothing was changed\.$/);
          }
        }
      }
    },
  );

  it('a disk that is full, and stays so, is no hindrance to putting everything back', async () => {
    for (const { at } of numbers) {
      const { root, result } = await commitWith({ at, when: 'halfway', lasts: 'while space is needed', strike: systemError('ENOSPC') });
      if (result.kind === 'rolled-back') {
        expect(treeHash(root)).toBe(oldTree);
      }
    }
  });

  it('where not even putting back works, the issue tells the state of each file, and the next run puts it back', async () => {
    for (const at of numbers
      .filter(({ name, at }) => name === 'rename' && at > operations.indexOf('keep'))
      .map((operation) => operation.at)) {
      const { root, result } = await commitWith({ at, when: 'before', lasts: 'forever', strike: systemError('EIO') });
      expect.assert(result.kind === 'rolled-back');
      for (const { path } of sampleChanges) {
        expect(result.issue.message).toContain(
          `  ${path} could not be read: the disk reports an input/output error (EIO); if it was replaced, `,
        );
      }
      expect(result.issue.message).not.toContain('Nothing was changed');
      const [, backup = ''] = /old content is in (\S*run\.sh\S*)/.exec(result.issue.message) ?? [];
      expect(readHostFile(root, backup)).toBe('#!/bin/sh\nexit 0\n');

      abandonJournal(root);
      expect((await recoverInterruptedCommit(root)).kind).toBe('recovered');
      expect(treeHash(root)).toBe(oldTree);
    }
  });
});

describe('a process that is killed', () => {
  // Before every operation that leaves a trace, and in the middle of those that can be cut in half.
  const traces = ['makeFolder', 'write', 'keep', 'rename', 'remove', 'removeFolder'];
  const moments = numbers
    .filter(({ name }) => traces.includes(name))
    .flatMap(({ name, at }) => (name === 'write' ? ['before', 'halfway'] : ['before']).map((when) => ({ name, at, when })));

  it('in the middle of any operation is put back by the next run, or has been done', { timeout: 240_000 }, async () => {
    const seen = new Set<string>();
    for (const { name, at, when } of moments) {
      const root = sampleHost();
      expect(commitInProcess(root, 'kill', String(at), when).signal).toBe('SIGKILL');

      const recovery = await recoverInterruptedCommit(root);
      seen.add(recovery.kind);
      const where = `killed ${when} operation ${at} (${name})`;
      expect(treeHash(root), where).toBe(recovery.kind === 'recovered' || at <= operations.lastIndexOf('rename') ? oldTree : newTree);
    }
    expect(seen).toEqual(new Set(['clean', 'recovered']));
  });

  it('does not stop a later commit, which puts it back first', async () => {
    const root = sampleHost();
    commitInProcess(root, 'kill', String(operations.lastIndexOf('rename')), 'before');
    expect(treeHash(root)).not.toBe(oldTree);

    expect(await commitChanges(root, sampleChanges)).toEqual({ kind: 'committed' });
    expect(treeHash(root)).toBe(newTree);
  });

  it('does not cost the user what was edited before the next run', async () => {
    const root = sampleHost();
    commitInProcess(root, 'kill', String(operations.lastIndexOf('rename')), 'before');
    writeHostFile(root, 'run.sh', 'edited since\n');

    const recovery = await recoverInterruptedCommit(root);

    expect.assert(recovery.kind === 'refused');
    expect(recovery.issue.message).toMatch(
      /run\.sh was changed by somebody else after it had been replaced, and is left so; its old content is in \.run\.sh\.\w+\.old/,
    );
    expect(readHostFile(root, 'run.sh')).toBe('edited since\n');
    expect(readHostFile(root, 'package.json')).toBe('{\r\n  "name": "host"\r\n}\r\n');
  });
});

describe.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('%s', (signal) => {
  it.each([1, 6, 11])('at step %d of 12 leaves the tree as it was', (at) => {
    const root = sampleHost();

    const { stdout } = commitInProcess(root, signal, String(at));

    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'rolled-back',
      issue: { message: `Interrupted (${signal}) while writing. Nothing was changed.` },
    });
    expect(treeHash(root)).toBe(oldTree);
  });
});

describe('two commits in one host', () => {
  it('do not run at once', async () => {
    const root = sampleHost();

    const results = await Promise.all([commitChanges(root, sampleChanges), commitChanges(root, sampleChanges)]);

    expect(results.map((result) => result.kind).toSorted()).toEqual(['committed', 'rolled-back']);
    const refused = results.find((result) => result.kind === 'rolled-back');
    expect(refused?.issue.message).toContain('Another run of the generator is writing to this solution');
    expect(treeHash(root)).toBe(newTree);
  });

  it('do not run at once where one took the folder for abandoned that the other had just made', async () => {
    const root = sampleHost();
    const other = `owner-${Date.now()}-${process.pid}-elsewhere`;
    const fs = {
      ...diskFileSystem,
      makeFolder: async (path: string) => {
        await diskFileSystem.makeFolder(path);
        writeHostFile(path, other, '');
      },
    };

    const result = await commitChanges(root, sampleChanges, fs);

    expect.assert(result.kind === 'rolled-back');
    expect(result.issue.message).toContain(
      `Another run of the generator is writing to this solution (process ${process.pid} on elsewhere)`,
    );
    expect(readdirSync(join(root, journalFolderName))).toEqual([other]);
  });

  it.each([
    { owner: 'a live process', name: `owner-${Date.now()}-${process.pid}-${hostname()}`, kind: 'refused' },
    { owner: 'a dead process', name: `owner-${Date.now()}-${deadPid}-${hostname()}`, kind: 'recovered' },
    { owner: 'a process of another machine', name: `owner-${Date.now()}-${deadPid}-build-box.example`, kind: 'refused' },
    {
      owner: 'a process of another machine, eleven minutes ago',
      name: `owner-${Date.now() - 660_000}-1-build-box.example`,
      kind: 'recovered',
    },
    {
      owner: 'a number that another process bears now',
      name: `owner-${Date.now() - 660_000}-${process.pid}-${hostname()}`,
      kind: 'recovered',
    },
  ])('a journal of $owner: $kind', async ({ name, kind }) => {
    const root = sampleHost();
    commitInProcess(root, 'kill', String(operations.lastIndexOf('rename')), 'before');
    setOwner(root, name);
    const tree = treeHash(root);

    expect((await recoverInterruptedCommit(root)).kind).toBe(kind);
    expect(treeHash(root)).toBe(kind === 'refused' ? tree : oldTree);
  });
});

it('leaves nothing beside the files', () => {
  expect(readdirSync(changedHost).toSorted()).toEqual(['package.json', 'run.sh', 'src']);
  expect(statSync(join(changedHost, 'run.sh')).mode & 0o777).toBe(0o755);
});
