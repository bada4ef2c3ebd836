import { expect, test } from 'vitest';
import { findImportBindings, findImports } from '../../../generators/syntax/find-imports.ts';
import { parseSource } from '../../../generators/syntax/parse-source.ts';

test.each<[string, readonly string[]]>([
  ["import './a';", []],
  ["import a from './a';", ['a = default']],
  ["import * as a from './a';", ['a = *']],
  ["import a, { b, c as d } from './a';", ['a = default', 'b = b', 'd = c']],
  ["import { 'a name' as a } from './a';", ['a = a name']],
  ["import type { a } from './a';", ['a = a (type)']],
  ["import { type a, b } from './a';", ['a = a (type)', 'b = b']],
  ["import a = require('./a');", ['a = *']],
  ["const a = require('./a');", ['a = *']],
  ["const { a, b: c } = require('./a');", ['a = a', 'c = b']],
  ["const { a } = await import('./a');", ['a = a']],
  ["const a = load('./a');", []],
  ['import a = Some.Namespace;', []],
])('%s', (text, names) => {
  const bindings = findImportBindings(parseSource('a.ts', text));
  expect(bindings.map(({ local, imported, kind }) => `${local} = ${imported}${kind === 'type' ? ' (type)' : ''}`)).toEqual(names);
  expect(bindings.every(({ specifier }) => specifier === './a')).toBe(true);
});

test('a statement tells its range, the comments on its line and the braces that take values', () => {
  const text = "import { a } from './a'; // first\nimport type { b } from './b'\ncode();\n";
  const [first, second] = findImports(parseSource('a.ts', text));
  expect(text.slice(first?.range.start, first?.range.end)).toBe("import { a } from './a';");
  expect(text.slice(first?.range.end, first?.tail)).toBe(' // first');
  expect(text.slice(first?.named?.range.start, first?.named?.range.end)).toBe('{ a }');
  expect(second?.named).toBeNull();
});
