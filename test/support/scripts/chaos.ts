/**
 * `npm run chaos [-- --provider ef|mongodb --kills 1000 --seed 42 --processes 4]`: kills worker processes under load, on PostgreSQL unless told, and tells
 * whether every promise of the emitted module was kept. Exit code 1 when one was not.
 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { killUnderLoad } from '../../chaos/kill-under-load.ts';
import { prepareMongoStage } from '../../chaos/mongo-stage.ts';
import { preparePostgresStage } from '../../chaos/postgres-stage.ts';
import { LEASE, openScene, type Scene } from '../../chaos/scene.ts';
import type { Stage } from '../../chaos/stage.ts';
import { describeMongo, startMongo } from '../mongo.ts';
import { startPostgres } from '../postgres.ts';

const { values } = parseArgs({
  options: {
    provider: { type: 'string', default: 'ef' },
    kills: { type: 'string', default: '1000' },
    seed: { type: 'string' },
    processes: { type: 'string', default: '4' },
  },
});
const provider = oneOf('provider', ['ef', 'mongodb'], values.provider);
const kills = wholeNumber('kills', values.kills);
const processes = wholeNumber('processes', values.processes);
const seed = wholeNumber('seed', values.seed ?? String(randomInt(1_000_000)));

console.log(`${kills} kills of ${processes} processes, lease ${LEASE / 1000} s. The same again: npm run chaos -- --provider ${provider} --kills ${kills} ` +
  `--processes ${processes} --seed ${seed}`);
// What is opened, to be closed in reverse order.
const closings: (() => Promise<void>)[] = [];
try {
  // It keeps the log, whatever the jobs are in.
  const postgres = await startPostgres();
  closings.push(postgres.stop);
  const stage = await prepareStage(postgres.url);
  closings.push(stage.host.remove);
  const scene = await openScene(stage.host, await stage.newTable(), postgres.url);
  closings.push(scene.close);
  process.exitCode = await runAndTell(scene);
} finally {
  for (const close of closings.toReversed()) {
    await close();
  }
}

async function prepareStage(postgresUrl: string): Promise<Stage> {
  switch (provider) {
    case 'ef':
      return preparePostgresStage(postgresUrl);
    case 'mongodb': {
      const mongo = await startMongo();
      closings.push(mongo.stop);
      console.log(describeMongo(mongo));
      return prepareMongoStage(mongo.url);
    }
    default:
      throw new TypeError(`Unknown provider: ${provider satisfies never}`);
  }
}

async function runAndTell(scene: Scene): Promise<0 | 1> {
  const began = performance.now();
  const seconds = (): string => `${((performance.now() - began) / 1000).toFixed(0)} s`;
  const onKill = (kill: number): void => {
    if (kill % 50 === 0) {
      console.log(`${kill} of ${kills} kills after ${seconds()}`);
    }
  };
  await killUnderLoad(scene, { kills, processes, seed, onKill });
  console.log(`All done after ${seconds()}.`);
  const faults = await scene.log.faults(LEASE);
  const attempts = await scene.log.attempts();
  console.log(`${kills} kills in ${seconds()}: ${new Set(attempts.map(({ job }) => job)).size} jobs, ${attempts.length} attempts, ` +
    `${attempts.filter(({ wasStalled }) => wasStalled).length} of them after one that never ended.`);
  for (const { fault, job, process: number, try: count, late } of faults.slice(0, 100)) {
    console.log(`${fault}: ${job}${number === null ? '' : `, try ${count} in process ${number}`}${late === null ? '' : `, ${(late / 1000).toFixed(1)} s after a death`}`);
  }
  for (const job of [...new Set(faults.map(({ job }) => job))].slice(0, 3)) {
    console.log(`\n${(await scene.log.history(job)).join('\n')}\n`);
  }
  console.log(faults.length === 0 ? 'Nothing lost, nothing twice at once, everything back in time, every try counted right.' : `${faults.length} faults.`);
  return faults.length === 0 ? 0 : 1;
}

function wholeNumber(option: string, text: string): number {
  if (!/^\d+$/.test(text)) {
    throw new Error(`--${option} is a whole number; ${text} is not.`);
  }
  return Number(text);
}

function oneOf<T extends string>(option: string, choices: readonly T[], text: string): T {
  const choice = choices.find((value) => value === text);
  if (choice === undefined) {
    throw new Error(`--${option} is one of ${choices.join(', ')}; ${text} is not.`);
  }
  return choice;
}
