/**
 * `npm run chaos [-- --kills 1000 --seed 42 --processes 4]`: kills worker processes under load, on PostgreSQL, and tells whether every promise of
 * the emitted module was kept. Exit code 1 when one was not.
 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { killUnderLoad } from '../../chaos/kill-under-load.ts';
import { preparePostgresStage } from '../../chaos/postgres-stage.ts';
import { LEASE, openScene, type Scene } from '../../chaos/scene.ts';
import { startPostgres } from '../postgres.ts';

const { values } = parseArgs({ options: { kills: { type: 'string', default: '1000' }, seed: { type: 'string' }, processes: { type: 'string', default: '4' } } });
const kills = wholeNumber('kills', values.kills);
const processes = wholeNumber('processes', values.processes);
const seed = wholeNumber('seed', values.seed ?? String(randomInt(1_000_000)));

console.log(`${kills} kills of ${processes} processes, lease ${LEASE / 1000} s. The same again: npm run chaos -- --kills ${kills} --processes ${processes} --seed ${seed}`);
const server = await startPostgres();
try {
  const stage = await preparePostgresStage(server.url);
  try {
    const scene = await openScene(stage.host, await stage.newTable(), server.url);
    process.exitCode = await runAndTell(scene).finally(scene.close);
  } finally {
    await stage.host.remove();
  }
} finally {
  await server.stop();
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
