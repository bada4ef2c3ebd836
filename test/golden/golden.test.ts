import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createTwoFilesPatch } from 'diff';
import { afterAll, describe, expect, it } from 'vitest';
import { emitMix, type Tree } from './emit-mix.ts';
import { mixes, type Mix } from './mixes.ts';

/**
 * What the generator emits, reviewed like code. The first mix stands here as a tree; the first with MongoDB as its difference from that; of
 * either provider the first of another module format as its difference from the first; every other one as its difference from the first of its
 * provider and format.
 * `UPDATE_GOLDEN=1 npm test -- test/golden` writes them anew: read the git diff before you commit it.
 */
const [base, ...others] = mixes as readonly [Mix, ...Mix[]];
const folder = import.meta.dirname;
const isUpdate = process.env['UPDATE_GOLDEN'] === '1';
const scratch = mkdtempSync(join(tmpdir(), 'abp-background-jobs-golden-'));
afterAll(() => rmSync(scratch, { recursive: true }));

describe('golden trees', () => {
  it(`${base.name} is the tree in test/golden/${base.name}`, async () => {
    const tree = await emitMix(base, scratch);
    if (isUpdate) {
      rmSync(join(folder, base.name), { recursive: true, force: true });
      tree.forEach((text, path) => write(join(folder, base.name, path), text));
    }
    expect(read(join(folder, base.name))).toEqual(tree);
  });

  it.each(others)('$name', async (mix) => {
    const diff = difference(await emitMix(comparedWith(mix), scratch), await emitMix(mix, scratch));
    const file = join(folder, `${mix.name}.diff`);
    if (isUpdate) {
      writeFileSync(file, diff);
    }
    expect(existsSync(file) && readFileSync(file, 'utf8')).toBe(diff);
  });
});

function comparedWith(mix: Mix): Mix {
  const sameProvider = mixes.filter(({ name }) => name.includes('mongodb') === mix.name.includes('mongodb'));
  const sameFormat = sameProvider.filter(({ name }) => name.slice(0, 10) === mix.name.slice(0, 10));
  return [sameFormat[0], sameProvider[0]].find((first) => first !== undefined && first !== mix) ?? base;
}

function difference(from: Tree, to: Tree): string {
  const paths = [...new Set([...from.keys(), ...to.keys()])].sort();
  return paths
    .filter((path) => !path.endsWith('.abp-background-jobs.json') && from.get(path) !== to.get(path))
    .map((path) => createTwoFilesPatch(from.has(path) ? path : '/dev/null', to.has(path) ? path : '/dev/null', from.get(path) ?? '', to.get(path) ?? '', '', '', { context: 1 }))
    .join('\n');
}

function read(root: string): Tree {
  const paths = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(paths.map((entry) => join(entry.parentPath, entry.name)).sort().map((path) => [path.slice(root.length + 1), readFileSync(path, 'utf8')]));
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
