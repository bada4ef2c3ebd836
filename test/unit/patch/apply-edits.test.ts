import { expect, test } from 'vitest';
import { applyEdits, sortEdits } from '../../../generators/patch/apply-edits.ts';

test('edits are made at their places of the original text, in any order', () => {
  const edits = [
    { start: 4, end: 4, text: 'X' },
    { start: 0, end: 1, text: 'A' },
    { start: 6, end: 6, text: '!' },
  ];
  expect(applyEdits('abcdef', edits)).toBe('AbcdXef!');
});

test('insertions at one place keep their order', () => {
  expect(
    applyEdits('ab', [
      { start: 1, end: 1, text: '1' },
      { start: 1, end: 1, text: '2' },
    ]),
  ).toBe('a12b');
});

test.each([
  [
    'overlapping',
    [
      { start: 0, end: 3, text: '' },
      { start: 2, end: 4, text: '' },
    ],
  ],
  ['behind the end', [{ start: 5, end: 7, text: '' }]],
  ['turned round', [{ start: 3, end: 2, text: '' }]],
])('edits that are %s are a fault', (_name, edits) => {
  expect(() => applyEdits('abcdef', edits)).toThrow(RangeError);
});

test('sorting leaves the given edits as they are', () => {
  const edits = [
    { start: 2, end: 2, text: 'b' },
    { start: 1, end: 1, text: 'a' },
  ];
  expect(sortEdits(edits).map(({ text }) => text)).toEqual(['a', 'b']);
  expect(edits[0]?.text).toBe('b');
});
