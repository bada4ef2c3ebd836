import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createMongoDatabase } from '../support/mongo.ts';
import { createDatabase } from '../support/postgres.ts';
import { isWhole, rowName, sampleOf, seed } from '../support/rows.ts';
import { run } from '../support/run.ts';
import { emitRunnerHost } from './runners/emit-runner-host.ts';
import { runnerHost } from './runners/runner-host.ts';
import { runSuites } from './runners/run-suites.ts';
import { type RunnerRow, runnerRows } from './runners/rows.ts';

/** A shorter run has a third of the suites in a row, each suite in every third; the journeys of test/e2e run all of them in their hosts. */
const share = isWhole ? 1 : 3;

/** The specs that are emitted, in hosts that differ in what runs them: every runner that is in use, with every TypeScript that it can work with. */
describe('emitted suites', () => {
  let root: string;
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const rows = sampleOf(`runners of emitted suites${isWhole ? '' : ', a third of the suites in each'}`, runnerRows);
  it.each(rows.map((row, index) => ({ name: rowName(row), row, index })))('pass under $name', async ({ row, index }) => {
    root = mkdtempSync(join(tmpdir(), 'abp-background-jobs-runner-'));
    const host = runnerHost(row);
    const { emitted } = await emitRunnerHost(root, host);
    const tests = emitted.filter((path) => path.endsWith('.spec.ts')).filter((_, place) => (place + index + seed) % share === 0);
    const suites = await runSuites(root, [...host.test, ...(isWhole ? [] : tests)], await databaseFor(row));
    expect(suites.faults).toEqual([]);
    expect(suites.passed.toSorted()).toEqual(tests.toSorted());
    // The other transforms read no types, which the host's build and its editor do.
    if (row.transform !== 'ts-jest') {
      await run(process.execPath, ['node_modules/typescript/bin/tsc', '--noEmit', '-p', '.'], { cwd: root });
    }
  });
});

async function databaseFor({ store }: RunnerRow): Promise<Readonly<Record<string, string>>> {
  if (store.startsWith('sqlite')) {
    return {};
  }
  const url = store.startsWith('postgres') ? await createDatabase('emitted suites') : await createMongoDatabase('emitted suites');
  return { ConnectionStrings__AbpBackgroundJobsTest: url };
}
