import { describe, expect, it } from 'vitest';
import type { WantedDependency } from '../../../generators/patch/add-dependencies.ts';
import { outdatedPackages } from '../../../generators/plan/outdated-packages.ts';
import { memoryHostFiles, type MemoryTree } from '../../support/memory-host-files.ts';
import { hostOf, sampleHost } from '../host/sample-host.ts';

const typeorm = { name: 'typeorm', range: '^0.3.28', minimum: '0.3.20', below: 'it has no DataSource', section: 'dependencies' } as const;
const manifest = (range: string, more: object = {}) => JSON.stringify({ dependencies: { '@nestjs/core': '^10.0.0', 'typeorm': range, ...more } }, null, 2);

function outdated(tree: MemoryTree) {
  const all = { ...sampleHost, ...tree };
  return outdatedPackages(memoryHostFiles(all)('/host'), hostOf(all), [typeorm]);
}

describe('a package of the host', () => {
  it.each([
    '^1.1.0', '0.3.20', '^0.3.0', '~0.3.17', '>=0.2.0', '2.0.0-beta.1', '', 'latest', 'npm:@forks/typeorm@0.3.20', 'github:typeorm/typeorm#next',
  ])('may stay as %s', (range) => {
    expect(outdated({ 'package.json': manifest(range) })).toEqual([]);
  });

  it.each(['0.3.19', '^0.2.45', '~0.2.0 || 0.3.0 - 0.3.17', 'npm:@forks/typeorm@0.2.0'])('is too old as %s', (range) => {
    expect(outdated({ 'package.json': manifest(range) })).toMatchObject([{ code: 'host-version', file: 'package.json', line: 4, expected: '0.3.20 or newer' }]);
  });

  it.each(['5.0.1', '~5.0.0'])('will not do as %s, between versions that do', (range) => {
    const all = { ...sampleHost, 'package.json': JSON.stringify({ dependencies: { '@nestjs/core': '^10.0.0', 'mongodb': range } }, null, 2) };
    const driver = { name: 'mongodb', range: '^6.12.0', minimum: '4.1.1', except: { range: '5.0.x', because: 'it leaves a rejection' }, section: 'dependencies' } as const;
    const check = (wanted: WantedDependency) => outdatedPackages(memoryHostFiles(all)('/host'), hostOf(all), [wanted]);
    expect(check(driver)).toMatchObject([
      { message: `mongodb ${range} will not do for the background-jobs module: it leaves a rejection.`, expected: '4.1.1 or newer, but not 5.0.x', remedy: expect.stringContaining('`npm install mongodb@^6.12.0`') },
    ]);
    expect(check({ ...driver, except: { range: '5.1.x', because: '' } })).toEqual([]);
  });

  it('is told what it lacks', () => {
    expect(outdated({ 'package.json': manifest('^0.2.45') })).toMatchObject([{ message: 'typeorm ^0.2.45 is too old for the background-jobs module: it has no DataSource.' }]);
  });

  it('moves together with what wraps it', () => {
    const [issue] = outdated({ 'package.json': manifest('^0.2.45', { '@nestjs/typeorm': '^8.0.0' }) });
    expect(issue?.remedy).toContain('`npm install typeorm@^0.3.28 @nestjs/typeorm@^10.0.2`');
  });

  it('is too old where a catalog says so, and is changed there', () => {
    const tree = { 'package.json': manifest('catalog:'), 'pnpm-workspace.yaml': "catalog: { 'typeorm': ^0.2.45 } # shared\n", 'pnpm-lock.yaml': '' };
    expect(outdated(tree)).toMatchObject([{ file: 'pnpm-workspace.yaml', line: 1, found: '^0.2.45', remedy: expect.stringContaining('Set typeorm to ^0.3.28 in pnpm-workspace.yaml:1, then run `pnpm install`') }]);
  });

  it('is too old where the lockfile holds an old one, whatever the range admits', () => {
    const lock = JSON.stringify({ lockfileVersion: 3, packages: { 'node_modules/typeorm': { version: '0.3.10' } } });
    expect(outdated({ 'package.json': manifest('^0.3.0'), 'package-lock.json': lock })).toMatchObject([{ file: 'package-lock.json', found: '0.3.10' }]);
  });

  it('may be old in a lockfile that the declared range has left behind', () => {
    const lock = JSON.stringify({ lockfileVersion: 3, packages: { 'node_modules/typeorm': { version: '0.2.45' } } });
    expect(outdated({ 'package.json': manifest('^0.3.20'), 'package-lock.json': lock })).toEqual([]);
  });
});
