import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../generators/patch/apply-edits.ts';
import { parseSource } from '../../generators/syntax/parse-source.ts';
import { syntaxErrors } from '../../generators/syntax/syntax-errors.ts';
import { deriveStyle, styleName, styles, type Style } from './derive-style.ts';
import { after, before, patchOf, type Shape } from './shape.ts';
import { arrayElements } from './shapes/array-elements.ts';
import { arrayLiterals } from './shapes/array-literals.ts';
import { constants } from './shapes/constants.ts';
import { decorators } from './shapes/decorators.ts';
import { factories } from './shapes/factories.ts';
import { importSections } from './shapes/import-sections.ts';
import { objects } from './shapes/objects.ts';
import { refusals } from './shapes/refusals.ts';
import { registered } from './shapes/registered.ts';
import { typeOrmLists } from './shapes/typeorm-lists.ts';
import { typeOrmRefusals } from './shapes/typeorm-refusals.ts';
import { typeErrors } from './type-errors.ts';

const shapes = [
  ...arrayLiterals,
  ...arrayElements,
  ...objects,
  ...constants,
  ...decorators,
  ...factories,
  ...importSections,
  ...registered,
  ...refusals,
  ...typeOrmLists,
  ...typeOrmRefusals,
];

describe.each(shapes)('$name', (shape) => {
  test('comes out as written down', () => {
    const patch = patchOf(shape, before(shape));
    if (shape.outcome === 'patched') {
      expect(patch.kind === 'patched' ? patch.text : patch).toBe(after(shape));
    } else if (shape.outcome === 'unchanged') {
      expect(patch.kind).toBe('unchanged');
    } else {
      expect(patch).toMatchObject({
        kind: 'refused',
        issue: { code: 'patch-refused', file: shape.path ?? 'src/app.module.ts', ...shape.outcome },
      });
    }
  });

  test('holds in every style', () => {
    for (const style of styles) check(shape, style);
  });
});

function check(shape: Shape, style: Style): void {
  const original = deriveStyle(before(shape), style);
  const patch = patchOf(shape, original);
  const where = `in ${styleName(style)}`;
  const outcome = typeof shape.outcome === 'string' ? shape.outcome : 'refused';
  expect(patch.kind, where).toBe(outcome);
  if (patch.kind !== 'patched') return;

  expect(applyEdits(original, patch.edits), where).toBe(patch.text);
  expect(withoutInserted(patch.text, patch.edits), where).toBe(original);
  expect(syntaxErrors(parseSource(shape.path ?? 'src/app.module.ts', patch.text)), where).toEqual([]);
  expect(patchOf(shape, patch.text).kind, where).toBe('unchanged');
  if (shape.styleBound === undefined) expect(patch.text, where).toBe(deriveStyle(after(shape), style));
}

/** The text with the inserted ranges removed again, which only insertions allow. */
function withoutInserted(text: string, edits: readonly { readonly start: number; readonly end: number; readonly text: string }[]): string {
  let shift = 0;
  let rest = text;
  for (const { start, end, text: inserted } of edits) {
    expect(end).toBe(start);
    rest = rest.slice(0, start) + rest.slice(start + inserted.length);
    shift += inserted.length;
  }
  expect(rest.length + shift).toBe(text.length);
  return rest;
}

test.each(shapes.filter(({ outcome }) => typeof outcome === 'object'))('the refusal of $name says what to paste', (shape) => {
  const patch = patchOf(shape, before(shape));
  const issue = patch.kind === 'refused' ? patch.issue : null;
  expect([issue?.expected, issue?.found, issue?.remedy]).not.toContain('');
  expect(issue?.snippet).toMatch(
    shape.option === undefined ? /^import \{ BackgroundJobsModule.*BackgroundJobsModule\.forRoot\(\),/s : /^import \{ (\w+) \}.*\[\1\],/s,
  );
});

test('every result that can compile does', () => {
  const compilable = shapes.filter(({ outcome, uncompilable }) => outcome === 'patched' && uncompilable === undefined);
  expect(typeErrors(compilable)).toEqual([]);
});
