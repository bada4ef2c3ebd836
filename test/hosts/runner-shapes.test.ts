import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { isWhole } from '../support/rows.ts';
import { emitRunnerHost } from './runners/emit-runner-host.ts';
import { runnerHost, type RunnerHost } from './runners/runner-host.ts';
import { runSuites } from './runners/run-suites.ts';
import { type RunnerShape, runnerShapes } from './runners/shapes.ts';

/** Suites that open all there is: a database, workers, timers, a Nest application. The rest is run in the hosts of runners.test.ts. */
const few = /\/(?:background-jobs\.module|background-job-store|background-job-worker-life|jobs-data-source|json-background-job-serializer)\.(?:spec|test)\.ts$/;

describe('the runner of a host', () => {
  let root: string;
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it.each(runnerShapes.filter((shape) => isWhole || shape.isWhole !== true))('$name, finds the emitted tests $found', async (shape) => {
    root = mkdtempSync(join(tmpdir(), 'abp-background-jobs-shape-'));
    const host = shaped(runnerHost(shape.row), shape);
    const { plan, emitted } = await emitRunnerHost(root, host);
    const tests = emitted.filter((path) => path.endsWith(shape.ending));
    const left = tests.filter((path) => shape.isWhole === true || (few.test(path) && (isWhole || shape.long?.test(path) !== true)));
    tests.filter((path) => !left.includes(path)).forEach((path) => rmSync(join(root, path)));

    const remedy = plan.issues.find(({ code }) => code === 'tests-out-of-sight')?.remedy;
    expect(remedy === undefined).toBe(shape.found === 'by itself');
    const suites = await runSuites(root, [...host.test, ...(shape.args ?? []), ...printedArguments(remedy)], {});
    expect(suites.faults).toEqual([]);
    expect(suites.passed.toSorted()).toEqual(left.toSorted());
  });
});

/** What the printed command gives to the script `test`, which is the runner. */
function printedArguments(remedy: string | undefined): readonly string[] {
  const [, printed = ''] = /^Run them by npm run test -- (.*), or add /.exec(remedy ?? '') ?? [];
  return printed.split(' ').filter((word) => word !== '').map((word) => word.replace(/^'(.*)'$/, '$1'));
}

function shaped(host: RunnerHost, { jest, vitest, files }: RunnerShape): RunnerHost {
  const manifest = JSON.parse(host.files['package.json'] ?? '') as { readonly jest?: object };
  return {
    ...host,
    files: {
      ...host.files,
      ...files,
      'package.json': `${JSON.stringify({ ...manifest, ...(jest && { jest: { ...manifest.jest, ...jest } }) }, null, 2)}\n`,
      ...(vitest !== undefined && { 'vitest.config.ts': vitest }),
    },
  };
}
