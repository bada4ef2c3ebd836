import { describe, expect, it } from 'vitest';
import { currentLine, currentSource, noPatches, toChanges, withPatch } from '../../../generators/plan/patched-files.ts';

const path = 'src/app.module.ts';
const before = 'import a;\n@Module({\n  imports: [A],\n})\n';
const importLine = { start: 9, end: 9, text: '\nimport b;' };
const element = { start: before.indexOf(']'), end: before.indexOf(']'), text: ', B' };
const after = 'import a;\nimport b;\n@Module({\n  imports: [A, B],\n})\n';

describe('patches that meet in one file', () => {
  const patched = withPatch(noPatches, { path, text: before }, { kind: 'patched', text: after, edits: [importLine, element] }, 'register-module', 'imports B');

  it('build on each other', () => {
    expect(currentSource(patched, path, before).text).toBe(after);
    const again = withPatch(patched, { path, text: after }, { kind: 'patched', text: `${after}// c\n`, edits: [{ start: after.length, end: after.length, text: '// c\n' }] }, 'register-entity', 'registers C');
    expect(toChanges(again)).toEqual([{ path, kind: 'modify', reason: 'imports B, registers C', before, after: `${after}// c\n` }]);
  });

  it.each([
    [1, 1],
    [2, 3],
    [4, 5],
  ])('move line %i of the original to %i', (original, current) => {
    expect(currentLine(patched, path, original)).toBe(current);
    expect(currentLine(patched, 'src/other.ts', original)).toBe(original);
  });

  it('leave no change where nothing was patched', () => {
    expect(toChanges(withPatch(noPatches, { path, text: before }, { kind: 'unchanged', why: 'it is there' }, 'register-module', 'imports B'))).toEqual([]);
  });
});
