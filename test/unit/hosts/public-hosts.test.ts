import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { After } from '../../hosts/public/check-after.ts';
import type { Before } from '../../hosts/public/check-before.ts';
import { type HostResult, judge, keepsPromise } from '../../hosts/public/host-result.ts';
import { keyOf, readHostRows } from '../../hosts/public/host-row.ts';
import { newFindings } from '../../hosts/public/lint.ts';
import { ResultsFile } from '../../hosts/public/results-file.ts';
import { resultsTable } from '../../hosts/public/results-table.ts';

const scratch = mkdtempSync(join(tmpdir(), 'abp-background-jobs-public-hosts-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const done = <T>(found: T) => ({ done: true, found, seconds: 1 }) as const;
const notDone = (why: string) => ({ done: false, why, seconds: 1 }) as const;
const before: Before = {
  install: done({ packageManager: 'npm', command: 'npm ci' }),
  versions: { '@nestjs/core': '11.0.1', typescript: '5.7.3' },
  typeCheck: done({ errors: ['src/a.ts: TS1: old'], target: 'es2023', strictness: 'none' }),
  lint: done(null),
  tests: done({ runner: 'jest', suites: [], hung: false }),
};
const added = { status: 'done', exitCode: 0, options: { database: 'postgres' }, host: null, issues: [], next: [], created: 3, modified: [] };
const after: After = {
  add: done(added),
  install: done({ packageManager: 'npm', command: 'npm install' }),
  typeCheck: done({ newErrors: [], isCovered: true }),
  lint: done(null),
  format: done(null),
  emittedTests: done({ suites: 3, passed: 3, tests: 30, failures: [], hung: false }),
  hostTests: done(null),
  again: done({ status: 'nothing-to-do', changes: [] }),
};
const refusedWith = (...codes: readonly string[]): After => ({
  add: done({ ...added, status: 'refused', exitCode: 4, issues: codes.map((code) => ({ code, severity: 'error', message: `${code} told` })) }),
});

describe('what a linter finds', () => {
  it('is new where it was not found before', () => {
    expect(newFindings(['a.ts: no-var: x'], ['a.ts: no-var: x', 'a.ts: no-var: y'])).toEqual(['a.ts: no-var: y']);
  });

  it('of the format is new only in a file that had it', () => {
    const texts = ['a.ts: prettier/prettier: Insert `x`', 'b.ts: prettier/prettier: Insert `x`'];
    expect(newFindings(['a.ts: prettier/prettier: Delete `y`\nz'], texts)).toEqual([texts[1]]);
  });
});

describe('what is said of a host', () => {
  it.each<[string, Before, After, unknown]>([
    ['green', before, after, { kind: 'green' }],
    ['refused for a reason of the table', before, refusedWith('host-version'), { kind: 'refused', code: 'host-version', message: 'host-version told' }],
    ['refused for no reason of the table', before, refusedWith('host-version', 'unexpected'), { kind: 'failed', what: ['add: refused: host-version host-version told; unexpected unexpected told'] }],
    ['not installed', { ...before, install: notDone('404') }, after, { kind: 'unusable', why: '404' }],
    ['new type errors', before, { ...after, typeCheck: done({ newErrors: ['x'], isCovered: true }) }, { kind: 'failed', what: ['types: 1 new errors'] }],
    ['not part of the program', before, { ...after, typeCheck: done({ newErrors: [], isCovered: false }) }, { kind: 'failed', what: ['types: the emitted files are not part of the program'] }],
    ['suites that fail or are not found', before, { ...after, emittedTests: done({ suites: 3, passed: 1, tests: 9, failures: ['x'], hung: false }) }, { kind: 'failed', what: ['tests: 2 of 3 emitted suites fail'] }],
    ['a runner that does not end', before, { ...after, emittedTests: done({ suites: 3, passed: 3, tests: 30, failures: [], hung: true }) }, { kind: 'failed', what: ['tests: the runner does not end'] }],
    ['a linter that did not run before either', { ...before, lint: notDone('no configuration') }, { ...after, lint: notDone('no configuration') }, { kind: 'green' }],
    ['a runner that did not run before either', { ...before, tests: notDone('jest: exit code 1, no report\nSyntaxError') }, { ...after, emittedTests: notDone('jest: exit code 1, no report') }, { kind: 'green' }],
    ['a runner that found no tests before', { ...before, tests: notDone('jest: exit code 1, no report\nNo tests found') }, { ...after, emittedTests: notDone('x') }, { kind: 'failed', what: ['tests: x'] }],
    ['a second run that changes something', before, { ...after, again: done({ status: 'done', changes: ['package.json'] }) }, { kind: 'failed', what: ['again: done: package.json'] }],
  ])('%s', (_, hostBefore, hostAfter, verdict) => expect(judge(hostBefore, hostAfter)).toEqual(verdict));

  it('counts formatting as a failure, and not as one of the promise', () => {
    const verdict = judge(before, { ...after, format: done({ formatter: 'prettier', different: ['a'] }) });
    expect(verdict).toEqual({ kind: 'failed', what: ['format: 1 files differ'] });
    expect(keepsPromise({ ...result('a/b'), verdict })).toBe(true);
    expect(keepsPromise({ ...result('a/b'), verdict: { kind: 'failed', what: ['lint: 1 new errors'] } })).toBe(false);
  });
});

describe('results', () => {
  it('are read back, the last of each host, and shown as a table', async () => {
    const file = new ResultsFile(join(scratch, 'results'));
    await file.append({ ...result('b/b'), verdict: { kind: 'failed', what: ['add: x'] } });
    await file.append({ ...result('a/a'), verdict: { kind: 'refused', code: 'host-version', message: 'old' } });
    await file.append(result('b/b'));
    const results = await file.read();
    expect(results.map(({ key, verdict }) => [key, verdict.kind])).toEqual([['b/b', 'green'], ['a/a', 'refused']]);
    const table = resultsTable(results).split('\n');
    expect(table[2]).toMatch(/^\| a\/a \|.*refused: host-version: old \|$/);
    expect(table.at(-1)).toContain('1 of 1 (100 %)');
  });
});

describe('rows', () => {
  it('come from the list of a folder, or from its work trees that have Nest', () => {
    const folder = join(scratch, 'checkouts');
    for (const [name, manifest] of [['a+nest', '{ "dependencies": { "@nestjs/core": "11" } }'], ['a+other', '{}']] as const) {
      mkdirSync(join(folder, name), { recursive: true });
      execFileSync('git', ['init', '--quiet'], { cwd: join(folder, name) });
      writeFileSync(join(folder, name, 'package.json'), manifest);
    }
    expect(readHostRows(folder).map(({ repo }) => repo)).toEqual(['a/nest']);
    writeFileSync(join(folder, 'hosts.jsonl'), '{"repo":"a/other","commit":"0123456789abcdef","app":"apps/api","flags":["--yes"]}\n');
    const [row] = readHostRows(folder);
    expect(row).toMatchObject({ repo: 'a/other', app: 'apps/api', flags: ['--yes'], checkout: join(folder, 'a+other') });
    expect(row && keyOf(row)).toBe('a+other@0123456789ab@apps+api');
    writeFileSync(join(folder, 'hosts.jsonl'), '{"repo":"a/missing","commit":"0"}\n');
    expect(() => readHostRows(folder)).toThrow('a/missing is in the list');
  });
});

function result(key: string): HostResult {
  return { key, row: { repo: key, commit: '0', app: '.', flags: [] }, generator: 'x', verdict: { kind: 'green' }, before, after, seconds: 1 };
}
