import { join } from 'node:path';
import { type Document, ObjectId } from 'mongodb';
import type { Program } from '../agent/agent-process.ts';
import { payload } from '../agent/protocol.ts';
import { Figures, median } from '../figures.ts';
import { execute } from '../measures/execute.ts';
import type { MongoBench } from '../servers/mongo-bench.ts';
import type { Contender } from './contender.ts';
import { counted, type Documents, mongoStores } from './mongo-stores.ts';
import { peersFolder } from './peer-packages.ts';
import { setUp } from './set-up.ts';

interface Settings {
  /** Milliseconds between two looks for jobs; 5,000 by default. */
  readonly processEvery?: number;
  /** Jobs that run at once; 20 by default, of one name 5. */
  readonly maxConcurrency?: number;
  readonly defaultConcurrency?: number;
  /** Jobs that are locked at once. By default all that are due are locked, one by one, before the first of them starts. */
  readonly defaultLockLimit?: number;
  /** As ours does by default. Agenda keeps them by default. */
  readonly removeOnComplete?: boolean;
  /** Else it looks when it is time. */
  readonly wakesBy?: 'changeStream';
}

const atOnce = (count: number): Settings => ({ maxConcurrency: count, defaultConcurrency: count, defaultLockLimit: count, removeOnComplete: true });

/** From an enqueue to the start nothing is quicker. */
const changeStream: Settings = { processEvery: 1_000, ...atOnce(100), wakesBy: 'changeStream' };

/** Which executes most depends on the server: every look locks jobs one by one, whether or not the looks before have ended. */
const CANDIDATES: readonly Settings[] = [
  {},
  { processEvery: 100, ...atOnce(20) },
  { processEvery: 100, ...atOnce(100) },
  { processEvery: 20, ...atOnce(100) },
  { processEvery: 10, ...atOnce(500) },
  changeStream,
];

export function agendaByDefault(bench: MongoBench): Contender {
  return agenda(bench, 'default', {});
}

export function agendaByChangeStream(bench: MongoBench): Contender {
  return agenda(bench, 'change stream', changeStream);
}

/** Agenda with the settings by which it executes most jobs a second on this server, found by trying. */
export async function agendaAtItsBest(bench: MongoBench): Promise<Contender> {
  const figures = new Figures();
  for (const settings of CANDIDATES) {
    const contender = agenda(bench, describe(settings), settings);
    await execute({ contender, processes: 1, jobs: bench.sizes.jobs, background: 'nothing', column: 'jobs/s' }, figures.recordFor('trial'));
  }
  console.log(`\nAgenda's best settings on this server: a trial\n\n${figures.tableOf('trial')}\n`);
  const rateOf = (settings: Settings): number => median(figures.of('trial', `agenda ${describe(settings)}`, 'jobs/s')) ?? 0;
  return agenda(bench, 'best', CANDIDATES.reduce((best, settings) => (rateOf(settings) > rateOf(best) ? settings : best)));
}

function agenda(bench: MongoBench, profile: string, settings: Settings): Contender {
  const programOn = ({ url }: { readonly url: string }): Program => ({
    path: join(peersFolder, 'agenda.ts'),
    cwd: peersFolder,
    env: { BENCH_STORE: url, BENCH_SETTINGS: JSON.stringify(settings) },
  });
  const documents: Documents = {
    name: 'agenda',
    collection: 'agendaJobs',
    setUp: (url) => setUp(programOn({ url })),
    document,
    firstDueId: ObjectId.createFromTime(1_000),
  };
  const contender = { name: `agenda ${profile}`, createStore: mongoStores(bench, documents), programOn };
  return { ...contender, counted: { ...contender, createStore: counted(contender.createStore) } };
}

function describe({ processEvery, maxConcurrency, wakesBy }: Settings): string {
  return processEvery === undefined ? 'default' : `every ${processEvery} ms, ${maxConcurrency} at once${wakesBy === undefined ? '' : ', change stream'}`;
}

/** As Agenda stores what `now` is given. */
const document: Documents['document'] = (number, kind): Document => {
  const now = new Date();
  const nothing = ['lockedAt', 'failedAt', 'failCount', 'failReason', 'repeatTimezone', 'repeatInterval', 'repeatAt', 'disabled', 'progress', 'debounceStartedAt', 'fork', 'startDate', 'endDate', 'skipDays', 'lastModifiedBy'];
  const common = { name: 'bench', data: payload(number), type: 'normal', ...Object.fromEntries(nothing.map((name) => [name, null])) };
  switch (kind) {
    case 'due':
      return { _id: new ObjectId(), ...common, priority: 0, nextRunAt: now, lastRunAt: null, lastFinishedAt: null };
    case 'scheduled':
      return { _id: new ObjectId(ObjectId.generate(1)), ...common, priority: 20, nextRunAt: new Date(now.getTime() + 86_400_000), lastRunAt: null, lastFinishedAt: null };
    case 'finished':
      return { _id: new ObjectId(ObjectId.generate(1)), ...common, priority: 0, nextRunAt: null, lastRunAt: now, lastFinishedAt: now };
    default:
      return kind satisfies never;
  }
};
