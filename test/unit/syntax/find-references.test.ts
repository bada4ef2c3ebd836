import { ts } from 'ts-morph';
import { expect, test } from 'vitest';
import { findReferences } from '../../../generators/syntax/find-references.ts';
import { parseSource } from '../../../generators/syntax/parse-source.ts';

function referencesTo(text: string): readonly string[] {
  const [statement] = parseSource('a.ts', text).statements;
  if (statement === undefined || !ts.isVariableStatement(statement)) throw new Error('The text begins with the variable.');
  const [declaration] = statement.declarationList.declarations;
  return declaration === undefined ? [] : findReferences(declaration).map(({ kind }) => kind);
}

test.each<[string, readonly string[]]>([
  ['const a = []; use(a);', ['read']],
  ['const a = []; use({ a });', ['read']],
  ['const a = []; use(a.length);', ['read']],
  ['const a = []; use(a.filter(Boolean));', ['read']],
  ['const a = []; a.push(b);', ['grown']],
  ['const a = {}; a.list.unshift(b);', ['grown']],
  ['const a = []; a.splice(0);', ['written']],
  ['const a = []; a[0] = b;', ['written']],
  ['const a = {}; a.list = b;', ['written']],
  ['let a = []; a = [b];', ['written']],
  ['const a = []; export { a as b };', ['exported']],
  ['export const a = [];', ['exported']],
  ['const a = []; export default a;', ['exported']],
  ['const a = []; use(b.a, { a: 1 });', []],
  ['const a = []; function f(a) { a.push(1); }', []],
  ['const a = []; { const a = 1; use(a); }', []],
  ['const a = []; type T = typeof a;', []],
])('%s', (text, kinds) => {
  expect(referencesTo(text)).toEqual(kinds);
});
