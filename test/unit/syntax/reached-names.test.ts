import { ts } from 'ts-morph';
import { expect, test } from 'vitest';
import { parseSource } from '../../../generators/syntax/parse-source.ts';
import { reachedNames } from '../../../generators/syntax/reached-names.ts';

function namesIn(text: string): readonly string[] {
  const list = parseSource('a.ts', `${text};`).statements.find(ts.isExpressionStatement);
  return list === undefined ? [] : [...reachedNames([list.expression]).keys()].toSorted();
}

test.each<[string, readonly string[]]>([
  ['[A, ns.B]', ['A', 'ns', 'ns.B']],
  ['[A.forRoot({ imports: [B] })]', ['A', 'A.forRoot']],
  ['[{ module: A, imports: [B] }]', ['A']],
  ['[c ? A : B, d && E]', ['A', 'B', 'E', 'c', 'd']],
  ['[...(c ? [A] : [])]', ['A', 'c']],
  ['[forwardRef(() => A)]', ['A', 'forwardRef']],
  ['[A].concat(B)', ['?.concat', 'A', 'B']],
  ['[import("./a").then((m) => m.A)]', ['?.then', 'm', 'm.A']],
  ['[...list]; const list = [A]', ['A', 'list']],
  ['[...list()]; function list() { return [A]; }', ['A', 'list']],
  ['a; const a = [b]; const b = [a, C]', ['C', 'a', 'b']],
])('%s', (text, names) => {
  expect(namesIn(text)).toEqual(names);
});

test('what is pushed to a constant is reached', () => {
  expect(namesIn('[...list]; const list: any[] = []; if (c) { list.push(A); }')).toEqual(['A', 'list', 'list.push']);
});

test('names come with their lines', () => {
  const list = parseSource('a.ts', '[\n  A,\n  B,\n];').statements.find(ts.isExpressionStatement);
  expect([...reachedNames(list === undefined ? [] : [list.expression])]).toEqual([
    ['A', 2],
    ['B', 3],
  ]);
});
