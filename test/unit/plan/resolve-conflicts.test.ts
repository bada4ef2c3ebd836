import { describe, expect, it } from 'vitest';
import type { Prompter } from '../../../generators/options/prompter.ts';
import { resolveConflicts } from '../../../generators/plan/resolve-conflicts.ts';
import { memoryHostFiles, memoryRoot } from '../../support/memory-host-files.ts';

const emitted = [
  { path: 'src/jobs/a.ts', template: 'background-jobs/a.ts', text: 'a' },
  { path: 'src/jobs/b.ts', template: 'background-jobs/b.ts', text: 'b' },
];
const resolve = (tree: Record<string, string>, onConflict?: 'keep' | 'overwrite' | 'fail', prompter: Prompter | null = null) =>
  resolveConflicts(emitted, memoryHostFiles(tree)(memoryRoot), 'src/jobs', onConflict, prompter);
const kinds = async (resolved: ReturnType<typeof resolve>) => (await resolved).changes.map(({ path, kind }) => `${kind} ${path}`);

describe('resolveConflicts', () => {
  it('creates everything where nothing stands', async () => {
    expect(await kinds(resolve({}))).toEqual(['create src/jobs/a.ts', 'create src/jobs/b.ts']);
  });

  it('fails without a word from the user where another file stands in the way', async () => {
    const { changes, issues } = await resolve({ 'src/jobs/a.ts': 'theirs' });
    expect(changes).toEqual([]);
    expect(issues).toMatchObject([{ code: 'target-exists', severity: 'error', file: 'src/jobs/a.ts' }]);
  });

  it('fails where the folder is somebody else\'s, though no name clashes', async () => {
    expect((await resolve({ 'src/jobs/other.ts': 'theirs' })).issues).toMatchObject([{ code: 'target-exists' }]);
  });

  it('is content with a file that is already as it would be', async () => {
    expect(await kinds(resolve({ 'src/jobs/a.ts': 'a' }))).toEqual(['create src/jobs/b.ts']);
  });

  it('keeps or overwrites as told', async () => {
    const tree = { 'src/jobs/a.ts': 'theirs' };
    expect(await kinds(resolve(tree, 'keep'))).toEqual(['create src/jobs/b.ts']);
    expect(await kinds(resolve(tree, 'overwrite'))).toEqual(['modify src/jobs/a.ts', 'create src/jobs/b.ts']);
  });

  it('asks where there is somebody to ask, and only then', async () => {
    const asked: string[] = [];
    const prompter = { select: async ({ name }: { name: string }) => (asked.push(name), 'keep') } as unknown as Prompter;
    expect(await kinds(resolve({ 'src/jobs/a.ts': 'theirs' }, undefined, prompter))).toEqual(['create src/jobs/b.ts']);
    await resolve({}, undefined, prompter);
    expect(asked).toEqual(['onConflict']);
  });
});
