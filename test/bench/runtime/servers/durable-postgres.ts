import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startPostgres } from '../../../support/postgres.ts';

/** PostgreSQL's own defaults otherwise: durable. The connections are for four processes with the pools their makers advise. */
const SETTINGS = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'shared_buffers=1GB', 'max_connections=200'];

/** Ends the server and removes its folder when its own standard input closes, which the end of this process does too. */
const GUARD = 'FOLDER=$1; shift; "$@" & read -r _; kill -INT $!; wait $!; cd /; rm -rf "$FOLDER"';

export interface BenchServer {
  readonly url: string;
  /** Its version and what matters of its settings, for the reader of the tables. */
  readonly settings: string;
  readonly stop: () => Promise<void>;
}

/** The server of the tests, on the same files with durable settings: the tests' own are not. */
export async function startDurablePostgres(): Promise<BenchServer> {
  const { url, interrupt } = await startPostgres();
  const data = await dataDirectory(url);
  // What interrupted it never ends, so it is not started again.
  await new Promise<void>((resolve) => void interrupt(() => (resolve(), new Promise<void>(() => undefined))));
  const { uid, gid } = await stat(data);
  const folder = dirname(data);
  const server = [join(folder, 'native/bin/postgres'), '-D', data, '-p', new URL(url).port, ...SETTINGS.flatMap((setting) => ['-c', setting])];
  const user = process.getuid?.() === 0 ? { uid, gid } : {};
  const guard = spawn('sh', ['-c', GUARD, 'postgres-guard', folder, ...server], { ...user, cwd: folder, stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  const ended = once(guard, 'exit');
  await untilItAnswers(url);
  return {
    ...(await serverAt(url)),
    stop: async () => {
      guard.stdin.end();
      await ended;
    },
  };
}

/** A server that somebody else has started, and stops. */
export async function serverAt(url: string): Promise<BenchServer> {
  const names = ['server_version', 'shared_buffers', 'fsync', 'synchronous_commit'];
  const rows = await queryOnce(url, `SELECT ${names.map((name) => `current_setting('${name}') AS ${name}`).join(', ')}`);
  const { server_version: version, ...settings } = rows[0] ?? {};
  return { url, settings: `${String(version)} (${Object.entries(settings).map(([name, value]) => `${name} ${String(value)}`).join(', ')})`, stop: () => Promise.resolve() };
}

async function dataDirectory(url: string): Promise<string> {
  const [row] = await queryOnce(url, 'SHOW data_directory');
  return String(row?.['data_directory']);
}

async function untilItAnswers(url: string): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await queryOnce(url, 'SELECT 1').then(() => true, () => false))) {
    if (Date.now() > deadline) {
      throw new Error('PostgreSQL does not answer with the settings of the benchmark.');
    }
    await sleep(100);
  }
}

/** One statement on a connection of its own; it may be one that no transaction may hold, such as VACUUM. */
export async function queryOnce(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  // A server that goes while nothing runs is no error of ours.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}
