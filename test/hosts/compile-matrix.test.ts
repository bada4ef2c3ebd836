import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { planFor, treeOf } from '../golden/emit-mix.ts';
import { linkPackages } from '../support/hosts/link-packages.ts';
import { installedPackages } from '../support/installed-packages.ts';
import { rowName, sampleOf } from '../support/rows.ts';
import { execute } from '../support/run.ts';
import { writeFiles } from '../support/write-files.ts';
import { compilerOptions } from './compile/compiler-options.ts';
import { type CompileRow, compileRows, impossible } from './compile/rows.ts';
import { runnerHost } from './runners/runner-host.ts';

/** All that is emitted, specs and migration included, in hosts that differ in what compiles it. */
describe('emitted source', () => {
  let root = '';
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const rows = sampleOf('compilers of emitted source', compileRows);
  it.each(rows.map((row) => ({ name: rowName(row), row })))('compiles: $name', async ({ row }) => {
    root = mkdtempSync(join(tmpdir(), 'abp-background-jobs-compile-'));
    const host = hostOf(row);
    writeFiles(root, { ...host.files, 'tsconfig.json': JSON.stringify({ compilerOptions: compilerOptions(row), include: ['src'] }) });
    const plan = await planFor(root, host.flags);
    writeFiles(root, Object.fromEntries(treeOf(plan)));
    const added = plan.dependencies.filter(({ action }) => action === 'add').map(({ name, range }) => [name, range] as const);
    await linkPackages(root, [await installedPackages({ ...host.packages, ...Object.fromEntries(added) }), await installedPackages({ typescript: host.typescript })]);

    const { stdout, exitCode } = await execute(process.execPath, ['node_modules/typescript/bin/tsc', '-p', '.', '--pretty', 'false'], { cwd: root, timeout: 300_000 });
    const errors = stdout.split('\n').filter((line) => line.includes('error TS'));
    // What the declarations of a dependency lack in such a host is not ours; without skipLibCheck it is told too.
    expect(errors.filter((line) => !line.startsWith('node_modules/'))).toEqual([]);
    expect(exitCode === 0 || (row.libraries === 'checked' && errors.length > 0)).toBe(true);
  });

  it('is compiled in no row that cannot exist', () => {
    for (const { values, reason } of impossible) {
      const broken = compileRows.filter((row) => Object.entries(values).every(([name, among]) => (among as readonly string[]).includes(row[name as keyof CompileRow])));
      expect(broken, reason).toEqual([]);
    }
  });
});

function hostOf({ typescript, nest, format, store }: CompileRow): ReturnType<typeof runnerHost> {
  const runner = format === 'esm by nodenext' ? ({ runner: 'vitest 4', transform: 'esbuild or oxc' } as const) : ({ runner: 'jest 29', transform: 'ts-jest' } as const);
  return runnerHost({ ...runner, typescript, nest, store, target: 'ES2017', strictness: 'none' });
}
