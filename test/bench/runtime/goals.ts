import { type Figures, median } from './figures.ts';
import type { Provider } from './options.ts';

type Column = readonly [measure: string, contender: string, column: string];

interface Goal {
  readonly what: string;
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly of: Column;
  /** Where there is one, the goal is about the ratio to it. */
  readonly to?: Column;
}

const gw = 'graphile-worker best';
const boss = 'pg-boss best';

const executionGoals: readonly Goal[] = ['1 process', '4 processes'].flatMap((column) => {
  const of: Column = ['execution', 'ours', column];
  return [
    { what: `${column}: to graphile-worker best`, atLeast: 1.2, of, to: ['execution', gw, column] },
    { what: `${column}: to pg-boss best`, atLeast: 1.5, of, to: ['execution', boss, column] },
    { what: `${column}: to the limit`, atLeast: 0.9, of, to: ['execution', 'limit', column] },
  ] as const;
});

const latencyGoals: readonly Goal[] = ['p50', 'p99'].flatMap((column) => {
  const ours: Column = ['latency', 'ours', column];
  return [
    { what: `enqueue to start, ${column}: to graphile-worker best`, atMost: 1, of: ours, to: ['latency', gw, column] },
    { what: `enqueue to start beside scheduled rows, ${column}: to ours on an empty table`, atMost: 1.2, of: ['latency', 'ours', `${column}, scheduled`], to: ours },
  ] as const;
});

const sqliteGoals: readonly Goal[] = ['1 process', '4 processes'].map((column) => ({
  what: `SQLite, ${column}: to the limit`,
  atLeast: 0.8,
  of: ['sqlite', 'ours (SQLite)', column],
  to: ['sqlite', 'limit (SQLite)', column],
}));

/** On every server. */
const besideGoals: readonly Goal[] = ['scheduled', 'finished'].map((others) => ({
  what: `beside ${others} jobs: to ours without them`,
  atLeast: 0.8,
  of: ['beside', 'ours', others],
  to: ['beside', 'ours', 'nothing'],
}));

const lastingGoals: readonly Goal[] = [
  { what: 'kill -9: s until all are done (lease 60 s)', atMost: 65, of: ['crash', 'ours', 's until all are done'] },
  { what: 'memory: last quarter to second (flat)', atMost: 1.1, of: ['memory', 'ours', 'growth'] },
];

const EF_GOALS: readonly Goal[] = [
  ...executionGoals,
  ...besideGoals,
  { what: 'beside scheduled rows: to graphile-worker best', atLeast: 3, of: ['beside', 'ours', 'scheduled'], to: ['beside', gw, 'scheduled'] },
  { what: 'enqueue 1,000 at a time: to graphile-worker', atLeast: 1.2, of: ['enqueue', 'ours', '1,000 at a time'], to: ['enqueue', gw, '1,000 at a time'] },
  { what: 'enqueue one at a time: to pg-boss', atLeast: 1.5, of: ['enqueue', 'ours', 'one at a time, 16 callers'], to: ['enqueue', boss, 'one at a time, 16 callers'] },
  { what: 'enqueue one at a time: to a plain INSERT', atLeast: 0.9, of: ['enqueue', 'ours', 'one at a time, 16 callers'], to: ['enqueue', 'limit', 'one at a time, 16 callers'] },
  ...latencyGoals,
  { what: 'idle: queries/s', atMost: 1, of: ['idle', 'ours', 'queries/s'] },
  { what: 'idle: CPU to graphile-worker best', atMost: 1, of: ['idle', 'ours', 'CPU %'], to: ['idle', gw, 'CPU %'] },
  ...lastingGoals,
  ...sqliteGoals,
];

const MONGODB_GOALS: readonly Goal[] = [
  ...['1 process', '4 processes'].flatMap((column): readonly Goal[] => [
    { what: `${column}: to agenda best`, atLeast: 5, of: ['execution', 'ours', column], to: ['execution', 'agenda best', column] },
    { what: `${column}: to the limit`, atLeast: 0.8, of: ['execution', 'ours', column], to: ['execution', 'limit', column] },
    { what: `${column}: Mongoose to the driver`, atLeast: 0.9, of: ['execution', 'ours mongoose', column], to: ['execution', 'ours', column] },
  ]),
  ...besideGoals,
  ...['1,000 at a time', 'one at a time, 16 callers'].flatMap((column): readonly Goal[] => [
    { what: `enqueue ${column}: to the limit`, atLeast: 0.8, of: ['enqueue', 'ours', column], to: ['enqueue', 'limit', column] },
    { what: `enqueue ${column}: Mongoose to the driver`, atLeast: 0.9, of: ['enqueue', 'ours mongoose', column], to: ['enqueue', 'ours', column] },
  ]),
  { what: 'enqueue to start, p99: to agenda best', atMost: 0.1, of: ['latency', 'ours', 'p99'], to: ['latency', 'agenda best', 'p99'] },
  { what: 'enqueue to start, p99: to agenda with a change stream', atMost: 0.1, of: ['latency', 'ours', 'p99'], to: ['latency', 'agenda change stream', 'p99'] },
  ...lastingGoals,
];

const GOALS: Readonly<Record<Provider, readonly Goal[]>> = { ef: EF_GOALS, mongodb: MONGODB_GOALS };

/** The goals that the run has figures for, met or not, in Markdown. Ratios are the medians of each round's. */
export function goalsTable(figures: Figures, provider: Provider): string {
  const rows = GOALS[provider].flatMap((goal) => {
    const value = median(valuesOf(goal, figures));
    if (value === undefined) {
      return [];
    }
    const isMet = value >= (goal.atLeast ?? -Infinity) && value <= (goal.atMost ?? Infinity);
    const limit = goal.atLeast === undefined ? `≤ ${goal.atMost}` : `≥ ${goal.atLeast}`;
    return [`| ${goal.what} | ${value.toFixed(2)} | ${limit} | ${isMet ? 'met' : '**not met**'} |`];
  });
  return ['| ours | is | goal | |', '| --- | ---: | ---: | --- |', ...rows].join('\n');
}

function valuesOf({ of, to }: Goal, figures: Figures): readonly number[] {
  const values = figures.of(...of);
  if (to === undefined) {
    return values;
  }
  const others = figures.of(...to);
  return values.flatMap((value, round) => (others[round] === undefined ? [] : [value / others[round]]));
}
