import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { PreparedHost } from '../hosts/prepare-host.ts';
import { shellEnvironment } from '../run.ts';
import type { Work } from './work.ts';

export interface WorkerSetup {
  /** What the process is called in the chaos log; the system's numbers come round again. */
  readonly process: number;
  /** Connection string of the jobs. */
  readonly database: string;
  /** Connection URL of the chaos log. */
  readonly log: string;
  /** Options of the module. */
  readonly options: object;
  /** Names of the jobs it knows. */
  readonly jobs: readonly string[];
  /** Milliseconds by which its wall clock is ahead. */
  readonly clockShift: number;
}

export interface WorkerProcess {
  /** What it is called in the chaos log. */
  readonly process: number;
  /** What it printed, line by line. */
  readonly output: readonly string[];
  /** Resolves when it is up, to the time by its clock; rejects with its output when it ends before. */
  readonly ready: Promise<number>;
  /** Resolves when it has got a first SIGTERM. */
  readonly stopping: Promise<void>;
  /** Resolves to how it ended: the signal's name, or its exit code. */
  readonly ended: Promise<string | number | null>;
  readonly enqueue: (...work: readonly Work[]) => void;
  /** Lets a job end that holds. */
  readonly finish: (name: string) => void;
  readonly signal: (signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT' | 'SIGTERM') => void;
}

const CLOCK_SHIFT = join(import.meta.dirname, 'clock-shift.mjs');

/** Boots the program that `writeWorkerProgram` added to a built host, as a process of its own. */
export function startWorker(host: PreparedHost, setup: WorkerSetup): WorkerProcess {
  const { process, database, log, options, jobs, clockShift } = setup;
  const env = shellEnvironment({
    ...host.env,
    ConnectionStrings__AbpBackgroundJobs: database,
    WORKER_SETUP: JSON.stringify({ process, options, jobs, log: { driver: import.meta.resolve('pg'), url: log } }),
    CLOCK_SHIFT: String(clockShift),
  });
  const preload = clockShift === 0 ? [] : ['--import', CLOCK_SHIFT];
  const child = spawn('node', [...preload, 'dist/worker.js'], { cwd: host.root, env, stdio: 'pipe' });
  const ended = once(child, 'close').then(([code, signal]: (string | number | null)[]) => signal ?? code ?? null);

  const output: string[] = [];
  const ready = Promise.withResolvers<number>();
  const stopping = Promise.withResolvers<void>();
  createInterface({ input: child.stderr }).on('line', (line) => void output.push(line));
  createInterface({ input: child.stdout }).on('line', (line) => {
    output.push(line);
    const { event, clock } = (line.startsWith('{') ? JSON.parse(line) : {}) as { readonly event?: string; readonly clock?: number };
    if (event === 'ready') {
      ready.resolve(Number(clock));
    } else if (event === 'stopping') {
      stopping.resolve();
    }
  });
  // Nobody may be waiting for it any more.
  ready.promise.catch(() => undefined);
  void ended.then((how) => ready.reject(new Error(`The process ended (${how}) before it was ready:\n${output.join('\n')}`)));
  // A process that was killed reads no more.
  child.stdin.on('error', () => undefined);
  const tell = (command: object): void => void child.stdin.write(`${JSON.stringify(command)}\n`);
  return {
    process,
    output,
    ready: ready.promise,
    stopping: stopping.promise,
    ended,
    enqueue: (...work) => tell({ enqueue: work }),
    finish: (name) => tell({ finish: name }),
    signal: (signal) => void child.kill(signal),
  };
}
