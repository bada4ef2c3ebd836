import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { PreparedHost } from '../hosts/prepare-host.ts';
import { shellEnvironment } from '../run.ts';

/** What a worker process told of its jobs; see `writeWorkerProgram`. */
export type WorkerEvent =
  | { readonly event: 'ready' | 'enqueued' }
  | { readonly event: 'started'; readonly name: string; readonly tryCount: number; readonly wasStalled: boolean }
  | { readonly event: 'aborted' | 'ended'; readonly name: string; readonly tryCount: number };

/** Name of a job and how long it runs, in milliseconds, at its first try and at later ones; `null`: until `finish` or an abort. */
export type Work = readonly [name: string, first: number | null, later: number | null];

export interface WorkerProcess {
  readonly events: readonly WorkerEvent[];
  /** The application's log, line by line. */
  readonly log: readonly string[];
  /** Names of the jobs it has told this of. */
  readonly names: (event: 'started' | 'aborted' | 'ended') => readonly string[];
  readonly enqueue: (...work: readonly Work[]) => void;
  /** Lets a job end that runs until it is told. */
  readonly finish: (name: string) => void;
  readonly signal: (signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT' | 'SIGTERM') => void;
  /** How it ended: the signal's name, or its exit code. */
  readonly ended: Promise<string | number | null>;
}

/** Boots the program that `writeWorkerProgram` added to a built host, as a process of its own with these options of the module. */
export function startWorker(host: PreparedHost, database: string, options: object): WorkerProcess {
  const env = shellEnvironment({ ...host.env, ConnectionStrings__AbpBackgroundJobs: database, WORKER_OPTIONS: JSON.stringify(options) });
  const child = spawn('node', ['dist/worker.js'], { cwd: host.root, env, stdio: 'pipe' });
  const events: WorkerEvent[] = [];
  const log: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => void (line.startsWith('{') ? events.push(JSON.parse(line) as WorkerEvent) : log.push(line)));
  createInterface({ input: child.stderr }).on('line', (line) => void log.push(line));
  // A process that was killed reads no more.
  child.stdin.on('error', () => undefined);
  const tell = (command: object): void => void child.stdin.write(`${JSON.stringify(command)}\n`);
  return {
    events,
    log,
    names: (kind) => events.flatMap((event) => (event.event === kind ? [event.name] : [])),
    enqueue: (...work) => tell({ enqueue: work }),
    finish: (name) => tell({ finish: name }),
    signal: (signal) => void child.kill(signal),
    ended: once(child, 'close').then(([code, signal]: (string | number | null)[]) => signal ?? code ?? null),
  };
}
