import type { PreparedHost } from '../support/hosts/prepare-host.ts';
import { startWorker, type WorkerProcess, type WorkerSetup } from '../support/processes/start-worker.ts';
import { type ChaosLog, openChaosLog } from './chaos-log.ts';
import type { JobsTable } from './jobs-table.ts';

/** Lease of the workers of a scene, in milliseconds, unless told. */
export const LEASE = 2_000;

/** Processes on one table, and what is known of them. */
export interface Scene {
  readonly table: JobsTable;
  readonly log: ChaosLog;
  /** All that were started so far. */
  readonly workers: readonly WorkerProcess[];
  /** Boots a process and waits until it is up; when it ends, however, the log gets to know. */
  readonly start: (setup?: Partial<WorkerSetup>) => Promise<WorkerProcess>;
  /** Kills a process by SIGKILL and waits until it is gone. */
  readonly kill: (worker: WorkerProcess) => Promise<void>;
  /** Kills what still runs, and forgets the log. */
  readonly close: () => Promise<void>;
}

/** @param logServer URL of the server that keeps the log; that of the run unless told. */
export async function openScene(host: PreparedHost, table: JobsTable, logServer?: string): Promise<Scene> {
  const log = await openChaosLog(logServer);
  const workers: WorkerProcess[] = [];
  const killed = new Map<number, Date>();
  const start = async (setup: Partial<WorkerSetup> = {}): Promise<WorkerProcess> => {
    const options = { leaseDuration: LEASE, jobPollPeriod: 100, ...setup.options };
    const process = workers.length + 1;
    const worker = startWorker(host, { database: table.connectionString, jobs: ['work'], clockShift: 0, ...setup, process, log: log.url, options });
    const ended = worker.ended.then(async (how) => {
      await log.recordGone(process, killed.get(process));
      return how;
    });
    workers.push({ ...worker, ended });
    await worker.ready;
    return { ...worker, ended };
  };
  const kill = async (worker: WorkerProcess): Promise<void> => {
    killed.set(worker.process, await log.now());
    worker.signal('SIGKILL');
    await worker.ended;
  };
  const close = async (): Promise<void> => {
    for (const worker of workers) {
      worker.signal('SIGKILL');
    }
    await Promise.all(workers.map(({ ended }) => ended));
    await log.close();
    await table.close();
  };
  return { table, log, workers, start, kill, close };
}
