import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isWhole } from '../support/rows.ts';
import { execute } from '../support/run.ts';

const repository = join(import.meta.dirname, '../..');
const oneTest = 'test/unit/options/help.test.ts';

/** A script as it is tried: as far as that is cheap. */
interface Trial {
  readonly args: readonly string[];
  /** What it prints when all is well. */
  readonly says: RegExp;
  readonly exitCode?: number;
  /** Tried only by `npm run test:all`. */
  readonly isLong?: boolean;
}

/** Every script that the README names, and what it is given. */
const trials: Readonly<Record<string, readonly Trial[]>> = {
  build: [{ args: [], says: /(?:)/ }],
  test: [{ args: [oneTest], says: /^\d+ passed, 0 failed$/m }],
  'test:all': [{ args: [oneTest], says: /^\d+ passed, 0 failed$/m }],
  chaos: [{ args: ['--kills', '5', '--processes', '2', '--seed', '1'], says: /Nothing lost, nothing twice at once/ }],
  bench: [
    { args: ['generation', '--runs', '1', '--files', '0'], says: /add --dry-run --yes, 10 files/ },
    // Its contenders have packages of their own, with a lockfile of their own.
    { args: ['runtime', '--only', 'enqueue', '--rounds', '1', '--batches', '1', '--contenders', 'ours,pg-boss best'], says: /Done in \d+ min\./ },
  ],
  // The same journey as test/e2e/nest12-esm-sqlite.test.ts, with everything installed anew: minutes.
  demo: [{ args: [], says: /^Done in \d+ s/m, isLong: true }],
  hosts: [{ args: [], says: /^npm run hosts -- <folder>/m, exitCode: 1 }],
};

const { scripts } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { readonly scripts: Readonly<Record<string, string>> };
const tried = Object.entries(trials)
  .filter(([name]) => name in scripts)
  .flatMap(([name, all]) => all.map((trial) => ({ name, ...trial })))
  .filter(({ isLong = false }) => isWhole || !isLong);

/** What a clone of this work tree would have, and no packages; the programs and hosts that were made once are lent to it. */
describe('in a fresh clone', () => {
  const clone = mkdtempSync(join(tmpdir(), 'abp-background-jobs-clone-'));

  beforeAll(() => {
    const listed = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { cwd: repository, encoding: 'utf8' });
    for (const path of listed.stdout.split('\0').filter((name) => statSync(join(repository, name), { throwIfNoEntry: false })?.isFile() === true)) {
      mkdirSync(dirname(join(clone, path)), { recursive: true });
      cpSync(join(repository, path), join(clone, path));
    }
    mkdirSync(join(repository, '.cache'), { recursive: true });
    symlinkSync(join(repository, '.cache'), join(clone, '.cache'));
  });
  afterAll(() => rmSync(clone, { recursive: true, force: true }));

  it('every script that the README names is tried', () => {
    const text = readFileSync(join(repository, 'README.md'), 'utf8');
    const developing = text.slice(text.indexOf('## Developing the generator'));
    const named = new Set([...developing.matchAll(/\bnpm (?:run ([\w:]+)|(test)\b(?!:))/g)].map((match) => match[1] ?? match[2] ?? ''));
    expect([...named].filter((name) => !(name in trials && name in scripts))).toEqual([]);
  });

  it.each(tried)('npm run $name -- $args', async ({ name, args, says, exitCode = 0 }) => {
    const finished = await execute('npm', ['run', name, '--', ...args], { cwd: clone, env: { npm_config_prefer_offline: 'true' }, timeout: 500_000 });
    const output = `${finished.stdout}\n${finished.stderr}`;
    expect(output).toMatch(says);
    expect(finished.exitCode, output).toBe(exitCode);
  });

  it.each(['', 'test/bench/peers'])('the packages of "%s" install on every platform', async (folder) => {
    for (const [os, cpu] of [['linux', 'x64'], ['linux', 'arm64'], ['darwin', 'arm64'], ['win32', 'x64']] as const) {
      const finished = await execute('npm', ['ci', '--dry-run', '--ignore-scripts', `--os=${os}`, `--cpu=${cpu}`], { cwd: join(clone, folder), env: { npm_config_prefer_offline: 'true' } });
      expect(finished.exitCode, `${os} ${cpu}: ${finished.stderr}`).toBe(0);
    }
  });
});
