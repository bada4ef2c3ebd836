import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emitMix } from '../../golden/emit-mix.ts';
import { mixes } from '../../golden/mixes.ts';
import { checkLibrary } from '../../support/floor/check-library.ts';
import { banOf, notToBeUsed } from '../../support/floor/not-to-be-used.ts';

/** Lines that need more than the lowest host has, each of which the check has to tell. */
const tooNew = [
  "throw new Error('no', { cause: 1 });",
  "export const { cause } = new Error('no');",
  'export const options: ErrorOptions = {};',
  'throw new AggregateError([]);',
  'export const sorted = [1].toSorted();',
  'export const reversed = [1].toReversed();',
  'export const spliced = [1].toSpliced(0, 1);',
  'export const replaced = [1].with(0, 2);',
  "export const all = 'a'.replaceAll('a', 'b');",
  'export const big = 1n;',
  'export const large = BigInt(1);',
  'export const last = [1].at(-1);',
  "export const lastCharacter = 'a'.at(-1);",
  'export const found = [1].findLast(Boolean);',
  "export const has = Object.hasOwn({}, 'a');",
  'export const made = Object.fromEntries([]);',
  'export const grouped = Object.groupBy([1], String);',
  'export const flat = [[1]].flat();',
  'export const mapped = [1].flatMap((one) => [one]);',
  "export const matches = 'a'.matchAll(/a/g);",
  "export const trimmed = 'a '.trimEnd();",
  'export const settled = Promise.allSettled([]);',
  'export const any = Promise.any([]);',
  'export const resolvers = Promise.withResolvers();',
  'export const ended = Promise.resolve().finally(() => 1);',
  'export const weak = new WeakRef({});',
  'export const union = new Set([1]).union(new Set([2]));',
  'export const iterated = new Map().keys().toArray();',
  'export const dotAll = /a.b/s;',
  'export const named = /(?<name>a)/;',
] as const;

describe('what is emitted needs no more than the lowest host has', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'abp-background-jobs-floor-'));
  const emitted: Record<string, string> = {};

  beforeAll(async () => {
    // What is emitted into the other module format differs in the ends of specifiers only.
    for (const mix of mixes.filter(({ name }) => name.includes('-esm-'))) {
      const tree = { ...mix.files, ...Object.fromEntries(await emitMix(mix, join(scratch, 'hosts'))) };
      Object.assign(emitted, Object.fromEntries(Object.entries(tree).map(([path, text]) => [`${mix.name}/${path}`, text])));
    }
  }, 120_000);
  afterAll(() => rmSync(scratch, { recursive: true }));

  it('of the library: ES2017, and of Node what 18 has', async () => {
    expect(await checkLibrary(join(scratch, 'emitted'), emitted)).toEqual([]);
  }, 120_000);

  it('of the syntax, and of what no library tells', () => {
    const findings = Object.entries(emitted).filter(([path]) => path.endsWith('.ts')).flatMap(([path, text]) =>
      text.split('\n').flatMap((line, index) => {
        const ban = banOf(line);
        return ban ? [`${path}:${index + 1}: ${ban.reason}; instead: ${ban.instead}`] : [];
      }),
    );
    expect(findings).toEqual([]);
  });

  it('and the check tells at its line each member that is newer', async () => {
    // Beside the packages, none of which may bring the library along.
    const imports = "import '@nestjs/common'; import '@nestjs/mongoose'; import '@nestjs/testing'; import '@nestjs/typeorm'; import 'vitest';";
    const files = Object.fromEntries(tooNew.map((line, index) => [`planted-${index}.ts`, `${imports}\n\n${line}\n`]));
    const found = await checkLibrary(join(scratch, 'planted'), files);
    expect(tooNew.filter((_, index) => !found.some(({ path, line }) => path === `planted-${index}.ts` && line === 3))).toEqual([]);
  }, 120_000);

  it.each(notToBeUsed)('and the table finds $example', (ban) => {
    expect(banOf(ban.example)).toBe(ban);
    expect(banOf(`// ${ban.example}`)).toBeUndefined();
  });
});
