import { format, type Options } from 'prettier';
import { describe, expect, it } from 'vitest';
import { tokenHash } from '../../../generators/manifest/token-hash.ts';

const source = `import { b } from './b';
import type { A, C as D } from './a';
export { x } from './x';

/**
 * What it is.
 */
export class Job<T extends A | D> implements Runs<A> {
  readonly options = { name: 'it\\'s', 'a-b': [1, 2, 3], done: true };

  run = (job) => (this.options.done && job.name === 'a rather long name for a job' ? (job.tryCount ?? null) : undefined);

  count(values: readonly string[], from = 0x10): number {
    for (let index = from; index < 10; ) index += 1; // up
    return (values.length > 1 && values.every((value) => /[/"']+/.test(value))) || \`\${values.map((value) => \`\${value}\`).join('}')}\`.length;
  }
}
`;

describe('the hash of a text without its layout', () => {
  it.each<Options>([
    { printWidth: 40, semi: false },
    { printWidth: 200, singleQuote: true, objectWrap: 'collapse' },
    { useTabs: true, trailingComma: 'none', arrowParens: 'avoid', quoteProps: 'consistent' },
    { tabWidth: 8, bracketSpacing: false, experimentalOperatorPosition: 'start', endOfLine: 'crlf' },
  ])('is the same for what a formatter makes of it: %j', async (options) => {
    const formatted = await format(source, { ...options, parser: 'typescript' });
    expect(formatted).not.toBe(source);
    expect(tokenHash('a.ts', formatted)).toBe(tokenHash('a.ts', source));
  });

  it('is the same for the members of a type, whatever parts them', () => {
    const [one, other, third] = ['type A = { a: string; b: number };', 'type A = { a: string, b: number }', 'type A = {\n  a: string\n  b: number\n}'].map((text) => tokenHash('a.ts', text));
    expect([other, third]).toEqual([one, one]);
  });

  it('is the same for imports in another order', () => {
    const [first = '', second = '', ...others] = source.split('\n');
    const sorted = [second.replace('A, C as D', 'C as D, A'), '', first, ...others].join('\r\n');
    expect(tokenHash('a.ts', `\uFEFF${sorted}`)).toBe(tokenHash('a.ts', source));
  });

  it.each([
    ['a name', 'count(', 'counted('],
    ['a space in a text', "'a rather long", "'arather long"],
    ['a space in a template', "join('}')}`", "join('}')} `"],
    ['a bracket that matters', '(values.length > 1 && values.every((value) => /[/"\']+/.test(value))) ||', 'values.length > 1 && (values.every((value) => /[/"\']+/.test(value)) ||'],
    ['a comment', '// up', '// down'],
    ['a comment that is gone', ' // up', ''],
    ['an import', 'import { b }', 'import { c }'],
    ['an import of types alone', 'import type { A', 'import { A'],
    ['a regular expression', '[/"\']+', '[/"\']*'],
    ['a number', '0x10', '0x11'],
    ['a number that is a text', '[1, 2, 3]', "['1', 2, 3]"],
    ['a line that was added', 'index += 1;', 'index += 1, log();'],
  ])('is another one after the edit of %s', (_, from, to) => {
    expect(source).toContain(from);
    expect(tokenHash('a.ts', source.replace(from, to))).not.toBe(tokenHash('a.ts', source));
  });

  const readme = '# Jobs\n\nSome *prose* of a job\nin two lines.\n\n* one\n* two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```ts\nconst a = { b: \'c\' };\n```\n';

  it.each<Options>([{ proseWrap: 'always', printWidth: 20, semi: false }, { proseWrap: 'never', tabWidth: 4, useTabs: true }])('is the same for prose that was formatted: %j', async (options) => {
    const formatted = await format(readme, { ...options, parser: 'markdown' });
    expect(formatted).not.toBe(readme);
    expect(tokenHash('README.md', formatted)).toBe(tokenHash('README.md', readme));
  });

  it.each([
    ['prose', 'Some', 'Any'],
    ['code', "'c'", "'d'"],
    ['a table', '| 1 |', '| 3 |'],
  ])('is another one after the edit of %s', (_, from, to) => {
    expect(tokenHash('README.md', readme.replace(from, to))).not.toBe(tokenHash('README.md', readme));
  });
});
