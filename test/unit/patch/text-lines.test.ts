import { expect, test } from 'vitest';
import { eolAt, indentAt, lineAt, lineEnd, lineStart, linesAddedBefore } from '../../../generators/patch/text-lines.ts';

const text = '\uFEFFfirst\r\n\tsecond\n  third';

test.each([
  [3, 1, 1, 6, '', '\r\n'],
  [10, 2, 8, 15, '\t', '\n'],
  [20, 3, 16, 23, '  ', '\r\n'],
])('around %i', (position, line, start, end, indent, eol) => {
  expect(lineAt(text, position)).toBe(line);
  expect(lineStart(text, position)).toBe(start);
  expect(lineEnd(text, position)).toBe(end);
  expect(indentAt(text, position)).toBe(indent);
  expect(eolAt(text, position, '\r\n')).toBe(eol);
});

test('lines are counted that edits put above a line, not those they put into or below it', () => {
  const edits = [
    { start: 0, end: 0, text: 'a\nb\n' },
    { start: 3, end: 3, text: '\nc' },
    { start: 7, end: 7, text: '\nd' },
  ];
  expect(linesAddedBefore(2, 'one\ntwo\nthree', edits)).toBe(3);
});
