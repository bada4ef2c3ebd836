/**
 * `npm test [-- <filter> …]`: every check of the repository, one step after the other, each told with its time. With filters only the tests
 * whose files match run. Of matrices it runs a sample (test/support/rows.ts); `npm run test:all` runs the whole. The last line sums up; the exit
 * code is 1 when anything failed.
 */
import { randomInt } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The part of vitest's JSON report that is read here. */
interface VitestReport {
  readonly testResults: readonly {
    readonly status: 'passed' | 'failed';
    readonly assertionResults: readonly { readonly status: 'passed' | 'failed' | 'skipped' | 'pending' | 'todo' | 'disabled' }[];
  }[];
}

const root = join(import.meta.dirname, '../../..');
const reports = mkdtempSync(join(tmpdir(), 'abp-background-jobs-test-'));
const isWhole = process.argv.includes('--all');
const filters = process.argv.slice(2).filter((argument) => argument !== '--all');
// One seed for all processes of a run.
const environment = { ...process.env, TEST_SEED: process.env['TEST_SEED'] ?? String(randomInt(1_000_000)), ...(isWhole && { TEST_ALL: '1' }) };

const checks: readonly (() => Counts)[] = [
  () => step('type check', () => single(run('typescript/bin/tsc', ['--noEmit', '-p', 'tsconfig.json']))),
  () => step('lint', () => single(run('oxlint/bin/oxlint', ['--deny-warnings']))),
];
const tests: readonly (() => Counts)[] = [
  () => step('unit tests, patch gauntlet, golden trees', () => vitest('unit')),
  () => step('emitted module on databases, journeys on real hosts', () => vitest('e2e')),
];

const steps = filters.length === 0 ? [...checks, ...tests] : tests;
console.log(isWhole ? 'Every row of every matrix.' : `Samples of the matrices: TEST_SEED=${environment.TEST_SEED} npm test repeats them, npm run test:all runs all.`);
const total = steps.map((check) => check()).reduce(sum);
rmSync(reports, { recursive: true, force: true });
if (total.passed + total.failed + total.skipped === 0) {
  console.error(`No test file matches ${filters.join(' ')}.`);
}
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped === 0 ? '' : `, ${total.skipped} skipped`}`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);

function step(name: string, check: () => Counts): Counts {
  const started = Date.now();
  console.log(`\n── ${name}`);
  const counts = check();
  console.log(`── ${name}: ${counts.failed === 0 ? 'ok' : 'FAILED'} in ${((Date.now() - started) / 1000).toFixed(0)} s`);
  return counts;
}

function run(program: string, args: readonly string[]): boolean {
  return spawnSync(process.execPath, [join(root, 'node_modules', program), ...args], { cwd: root, stdio: 'inherit', env: environment }).status === 0;
}

function single(passed: boolean): Counts {
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
}

function vitest(project: string): Counts {
  const report = join(reports, `${project}.json`);
  const passed = run('vitest/vitest.mjs', [
    'run',
    `--project=${project}`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...(filters.length === 0 ? [] : ['--passWithNoTests', ...filters]),
  ]);
  const counts = existsSync(report) ? countTests(JSON.parse(readFileSync(report, 'utf8')) as VitestReport) : { passed: 0, failed: 0, skipped: 0 };
  // Vitest also fails for what is no test: an error outside of them, a global set-up that threw, no report at all.
  return passed || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

function countTests(report: VitestReport): Counts {
  return report.testResults
    .map(({ status, assertionResults }) => {
      const passed = assertionResults.filter((test) => test.status === 'passed').length;
      const failed = assertionResults.filter((test) => test.status === 'failed').length;
      // A file that cannot be loaded failed without having a test.
      return { passed, failed: status === 'failed' ? Math.max(failed, 1) : failed, skipped: assertionResults.length - passed - failed };
    })
    .reduce(sum, { passed: 0, failed: 0, skipped: 0 });
}

function sum(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}
