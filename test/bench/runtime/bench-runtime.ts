import { loadavg } from 'node:os';
import { Figures } from './figures.ts';
import { goalsTable } from './goals.ts';
import { makeEfLineup } from './lineups/ef.ts';
import type { MakeLineup, Stop } from './lineups/lineup.ts';
import { makeMongoLineup } from './lineups/mongodb.ts';
import { beside } from './measures/beside.ts';
import { crash } from './measures/crash.ts';
import { enqueue } from './measures/enqueue.ts';
import { execution } from './measures/execution.ts';
import { idle } from './measures/idle.ts';
import { latency } from './measures/latency.ts';
import type { Measure } from './measures/measure.ts';
import { memory } from './measures/memory.ts';
import { sqlite } from './measures/sqlite.ts';
import type { Provider, RuntimeOptions } from './options.ts';
import type { Sizes } from './sizes.ts';

const MEASURES: readonly Measure[] = [execution, beside, enqueue, latency, idle, crash, memory, sqlite];

const LINEUPS: Readonly<Record<Provider, MakeLineup>> = { ef: makeEfLineup, mongodb: makeMongoLineup };

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
    const isWanted = (contender: string): boolean => options.contenders.length === 0 || options.contenders.some((beginning) => contender.startsWith(beginning));
    const names = new Set(measures.flatMap(({ contenders }) => contenders).filter(isWanted));
    const { contenders: all, sizes } = await LINEUPS[options.provider](names, options, stops);
    const contenders = all.filter(({ name }) => isWanted(name));
    const figures = new Figures();
    for (const measure of measures) {
      const rounds = options.rounds ?? measure.rounds;
      const taking = measure.contenders.flatMap((wanted) => contenders.filter(({ name }) => name === wanted));
      for (let index = 0; index < rounds && taking.length > 0; index += 1) {
        console.log(`${((Date.now() - started) / 1_000).toFixed(0).padStart(5)} s  ${measure.name}, round ${index + 1} of ${rounds}`);
        await measure.runRound({ index, contenders: taking, sizes }, figures.recordFor(measure.name));
      }
    }
    print(measures.filter(({ name }) => figures.has(name)), figures, sizes, options.provider);
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

function print(measures: readonly Measure[], figures: Figures, sizes: Sizes, provider: Provider): void {
  console.log(`\nMedians over the rounds [range]. Executions of ${sizes.jobs.toLocaleString('en')} jobs. Compare inside a table only.`);
  console.log(`Load of the machine in the last 15 minutes, this run included: ${loadavg()[2]?.toFixed(1)}.`);
  for (const { name, title } of measures) {
    console.log(`\n${name}: ${title(sizes)}\n\n${figures.tableOf(name)}`);
  }
  console.log(`\nGoals, as ratios in this run\n\n${goalsTable(figures, provider)}`);
}
