import { setTimeout as sleep } from 'node:timers/promises';
import { AgentProcess } from '../agent/agent-process.ts';
import { now } from '../agent/protocol.ts';
import type { Background, Contender } from '../contenders/contender.ts';

export interface ExecutionRun {
  readonly contender: Contender;
  readonly processes: number;
  readonly jobs: number;
  readonly background: Background;
}

export interface Execution {
  /** Jobs a second until the last one started, or until the time was over. */
  readonly rate: number;
  /** Jobs that had not started by then. */
  readonly missing: number;
  /** Jobs that started more than once. */
  readonly twice: number;
  /** What the processes printed. */
  readonly output: string;
}

/** Milliseconds after which a run is over, done or not. */
const TIME = 20_000;

/** Jobs that do nothing and are all due: how fast they go. */
export async function execute({ contender, processes, jobs, background }: ExecutionRun): Promise<Execution> {
  const store = await contender.createStore(background);
  const workers = Array.from({ length: processes }, () => new AgentProcess(contender.programOn(store)));
  try {
    await store.seed(jobs);
    await Promise.all(workers.map((worker) => worker.tell({ kind: 'connect', jobDuration: 0 })));
    const starts = new Uint8Array(jobs);
    let distinct = 0;
    let lastStart = 0;
    for (const worker of workers) {
      worker.onJobs = ({ numbers, times }) => {
        for (const number of numbers) {
          distinct += starts[number] === 0 ? 1 : 0;
          starts[number] = (starts[number] ?? 0) + 1;
        }
        lastStart = Math.max(lastStart, times.at(-1) ?? 0);
      };
    }
    const started = now();
    await Promise.all(workers.map((worker) => worker.tell({ kind: 'go' })));
    while (distinct < jobs && now() - started < TIME) {
      await sleep(10);
    }
    const elapsed = distinct === jobs ? lastStart - started : TIME;
    // Long enough for one that would run again at once.
    await sleep(500);
    return {
      rate: (distinct * 1_000) / elapsed,
      missing: jobs - distinct,
      twice: starts.filter((count) => count > 1).length,
      output: workers.map(({ output }) => output).join(''),
    };
  } finally {
    await Promise.all(workers.map((worker) => worker.kill()));
    await store.remove();
  }
}
