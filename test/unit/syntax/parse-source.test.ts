import { expect, test } from 'vitest';
import { parseSource } from '../../../generators/syntax/parse-source.ts';
import { syntaxErrors } from '../../../generators/syntax/syntax-errors.ts';

test('a text is parsed once for its path, and again when it changes', () => {
  const first = parseSource('a.ts', 'const a = 1;');
  expect(parseSource('a.ts', 'const a = 1;')).toBe(first);
  expect(parseSource('a.ts', 'const a = 2;').text).toBe('const a = 2;');
});

test('positions count the BOM', () => {
  const [statement] = parseSource('bom.ts', '\uFEFFconst a = 1;').statements;
  expect(statement?.getStart()).toBe(1);
});

test('a text with errors gives a tree and the errors, with their lines', () => {
  const file = parseSource('broken.ts', 'const a = 1;\nconst b = [;\n');
  expect(syntaxErrors(file)).toEqual([{ message: 'Expression or comma expected.', line: 2 }]);
});

test.each([
  'using file = open();',
  "import data from './a.json' with { type: 'json' };",
  "import defer * as lazy from './lazy';",
  'class A { accessor name = 1; }',
  'function f<const T>(value: T) { return value; }',
  "export { a as 'a name' };\nconst a = 1;",
  'export @Module({}) class A {}',
])('parses %s', (text) => {
  expect(syntaxErrors(parseSource('new.ts', text))).toEqual([]);
});
