import { cpus, loadavg } from 'node:os';
import { bullMq } from './contenders/bullmq.ts';
import type { Contender } from './contenders/contender.ts';
import { makeBenchHost } from './contenders/host.ts';
import { oursOnPostgres, oursOnSqlite } from './contenders/ours.ts';
import { graphileWorker, installPeers, pgBoss } from './contenders/peers.ts';
import { Figures } from './figures.ts';
import { goalsTable } from './goals.ts';
import { beside } from './measures/beside.ts';
import { crash } from './measures/crash.ts';
import { enqueue } from './measures/enqueue.ts';
import { execution } from './measures/execution.ts';
import { idle } from './measures/idle.ts';
import { latency } from './measures/latency.ts';
import type { Measure } from './measures/measure.ts';
import { memory } from './measures/memory.ts';
import { sqlite } from './measures/sqlite.ts';
import type { RuntimeOptions } from './options.ts';
import { serverAt, startDurablePostgres } from './servers/durable-postgres.ts';
import { startRedis } from './servers/redis-server.ts';

const MEASURES: readonly Measure[] = [execution, beside, enqueue, latency, idle, crash, memory, sqlite];

type Stop = () => Promise<unknown>;

/** Measures the emitted module beside its peers, in one run, and prints the tables and the goals. */
export async function benchRuntime(options: RuntimeOptions): Promise<void> {
  const measures = MEASURES.filter(({ name }) => options.only.length === 0 || options.only.includes(name));
  const unknown = options.only.filter((only) => MEASURES.every(({ name }) => name !== only));
  if (unknown.length > 0) {
    throw new Error(`No measure is named ${unknown.join(' or ')}; there are ${MEASURES.map(({ name }) => name).join(', ')}.`);
  }
  const started = Date.now();
  const stops: Stop[] = [];
  try {
    const all = await makeContenders(new Set(measures.flatMap(({ contenders }) => contenders)), options, stops);
    const contenders = all.filter(({ name }) => options.contenders.length === 0 || options.contenders.some((beginning) => name.startsWith(beginning)));
    const figures = new Figures();
    for (const measure of measures) {
      const rounds = options.rounds ?? measure.rounds;
      const taking = measure.contenders.flatMap((wanted) => contenders.filter(({ name }) => name === wanted));
      for (let index = 0; index < rounds && taking.length > 0; index += 1) {
        console.log(`${((Date.now() - started) / 1_000).toFixed(0).padStart(5)} s  ${measure.name}, round ${index + 1} of ${rounds}`);
        await measure.runRound({ index, contenders: taking, jobs: options.jobs }, figures.recordFor(measure.name));
      }
    }
    print(measures, figures, options.jobs);
    if (!figures.isComplete) {
      process.exitCode = 1;
    }
    console.log(`\nDone in ${((Date.now() - started) / 60_000).toFixed(0)} min.`);
  } finally {
    for (const stop of stops.toReversed()) {
      await stop();
    }
  }
}

/** Starts the servers and makes the applications that these contenders need. */
async function makeContenders(names: ReadonlySet<string>, { checkout, postgres: given }: RuntimeOptions, stops: Stop[]): Promise<readonly Contender[]> {
  const contenders: Contender[] = [];
  if (names.has('ours')) {
    installPeers();
    const postgres = given === undefined ? await startDurablePostgres() : await serverAt(given);
    stops.push(postgres.stop);
    const host = await makeBenchHost(checkout, 'postgres');
    stops.push(host.remove);
    console.log(`PostgreSQL ${postgres.settings}; Node ${process.versions.node}; ${cpus().length} cores`);
    contenders.push(...oursOnPostgres(postgres.url, host));
    contenders.push(...(['best', 'default'] as const).flatMap((profile) => [graphileWorker(postgres.url, profile), pgBoss(postgres.url, profile)]));
  }
  if (names.has('BullMQ best')) {
    const redis = await startRedis();
    if (redis === undefined) {
      console.log('\n  NO REDIS: redis-server is not installed and Debian\'s package cannot be had. BullMQ is NOT measured.\n');
    } else {
      stops.push(redis.stop);
      contenders.push(bullMq(redis.url, 'best'), bullMq(redis.url, 'default'));
    }
  }
  if (names.has('ours (SQLite)')) {
    const host = await makeBenchHost(checkout, 'sqlite');
    stops.push(host.remove);
    contenders.push(...oursOnSqlite(host));
  }
  return contenders;
}

function print(measures: readonly Measure[], figures: Figures, jobs: number): void {
  console.log(`\nMedians over the rounds [range]. Executions of ${jobs.toLocaleString('en')} jobs. Compare inside a table only.`);
  console.log(`Load of the machine in the last 15 minutes, this run included: ${loadavg()[2]?.toFixed(1)}.`);
  for (const { name, title } of measures) {
    console.log(`\n${name}: ${title}\n\n${figures.tableOf(name)}`);
  }
  console.log(`\nGoals, as ratios in this run\n\n${goalsTable(figures)}`);
}
