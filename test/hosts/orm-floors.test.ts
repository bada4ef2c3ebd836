import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createMongoDatabase } from '../support/mongo.ts';
import { createDatabase } from '../support/postgres.ts';
import { randomFrom } from '../support/random.ts';
import { isWhole, seed } from '../support/rows.ts';
import { run } from '../support/run.ts';
import { emitRunnerHost } from './runners/emit-runner-host.ts';
import type { RunnerRow } from './runners/rows.ts';
import { runnerHost } from './runners/runner-host.ts';
import { runSuites } from './runners/run-suites.ts';

/** A host with packages in just these versions. */
interface Floor {
  readonly store: RunnerRow['store'];
  readonly nest: RunnerRow['nest'];
  readonly versions: Readonly<Record<string, string>>;
}

const typeorm = (version: string, nest: Floor['nest'], others: Floor['versions'] = {}): readonly Floor[] =>
  (['sqlite-typeorm', 'postgres-typeorm'] as const).map((store) => ({ store, nest, versions: { typeorm: version, ...(store === 'postgres-typeorm' && others) } }));
const mongodb = (version: string, nest: Floor['nest']): Floor => ({ store: 'mongodb-client', nest, versions: { mongodb: version } });
const mongoose = (version: string, nest: Floor['nest'], nestMongoose: string): Floor => ({ store: 'mongodb-mongoose', nest, versions: { mongoose: version, '@nestjs/mongoose': nestMongoose } });

/** The lowest of each major version, what lies between where the ORM changed, and the newest. */
const floors: readonly Floor[] = [
  ...typeorm('0.3.0', '9', { pg: '8.5.1' }),
  ...typeorm('0.3.6', '9'),
  ...typeorm('0.3.12', '10'),
  ...typeorm('0.3.20', '10'),
  ...typeorm('0.3.28', '11'),
  ...typeorm('^1.1.0', '12'),
  mongodb('4.1.1', '9'),
  mongodb('4.17.2', '9'),
  mongodb('5.1.0', '10'),
  mongodb('5.9.2', '10'),
  mongodb('6.0.0', '10'),
  mongodb('^6.12.0', '11'),
  mongodb('7.0.0', '11'),
  mongodb('^7.0.0', '12'),
  mongoose('6.0.0', '9', '9.1.0'),
  mongoose('^6.13.0', '9', '^9.2.0'),
  mongoose('7.0.0', '10', '^10.0.0'),
  mongoose('^7.8.0', '10', '^10.1.0'),
  mongoose('8.0.0', '10', '10.0.2'),
  mongoose('^8.9.0', '11', '^11.0.0'),
  mongoose('9.0.0', '11', '11.0.4'),
  mongoose('^9.0.0', '12', '^12.0.0'),
];

/** All of them under `npm run test:all`; otherwise one that needs MongoDB and one that does not. */
function sample(): readonly Floor[] {
  if (isWhole) {
    return floors;
  }
  const random = randomFrom(seed);
  const ofStore = (name: string): readonly Floor[] => floors.filter(({ store }) => store.startsWith('mongodb') === (name === 'mongodb'));
  const chosen = ['mongodb', 'sql'].flatMap((name) => ofStore(name).slice(random(ofStore(name).length)).slice(0, 1));
  console.log(`versions of ORMs: ${chosen.length} of ${floors.length}; these again: TEST_SEED=${seed}, all: npm run test:all`);
  return chosen;
}

/** What the catalogue says is supported, run by the versions themselves. */
describe('the emitted module', () => {
  let root: string;
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const named = sample().map((floor) => ({ ...floor, name: Object.entries(floor.versions).map(([name, version]) => `${name} ${version}`).join(', ') }));
  it.each(named)('compiles and passes its suites with $name on $store', async ({ store, nest, versions }) => {
    root = mkdtempSync(join(tmpdir(), 'abp-background-jobs-floor-'));
    const isNew = nest === '11' || nest === '12';
    const runner = isNew ? 'vitest 4' : 'vitest 3';
    const host = runnerHost({ store, nest, runner, transform: 'esbuild or oxc', typescript: isNew ? '5.9' : '4.9', target: 'ES2022', strictness: 'strict' }, versions);
    const { emitted } = await emitRunnerHost(root, host);
    await run(process.execPath, ['node_modules/typescript/bin/tsc', '--noEmit', '-p', '.'], { cwd: root });
    const suites = await runSuites(root, host.test, await databaseFor(store));
    expect(suites.faults).toEqual([]);
    expect(suites.passed.toSorted()).toEqual(emitted.filter((path) => path.endsWith('.spec.ts')).toSorted());
  });
});

async function databaseFor(store: Floor['store']): Promise<Readonly<Record<string, string>>> {
  if (store.startsWith('sqlite')) {
    return {};
  }
  const url = store.startsWith('postgres') ? await createDatabase('orm floors') : await createMongoDatabase('orm floors');
  return { ConnectionStrings__AbpBackgroundJobsTest: url };
}
