import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { freePort } from './free-port.ts';
import { type GuardedServer, startGuardedServer } from './guarded-server.ts';
import { ferretdb } from './mongo/ferretdb.ts';
import { mongod } from './mongo/mongod.ts';
import type { MongoProgram, Topology } from './mongo/mongo-program.ts';
import { secantusdb } from './mongo/secantusdb.ts';

/** A server that speaks MongoDB's protocol. */
export interface MongoServer {
  /** Connection URL, without a database. */
  readonly url: string;
  readonly name: 'MongoDB' | 'SecantusDB' | 'FerretDB';
  /** That of MongoDB, as `buildInfo` tells; of the others, the one they stand in for. */
  readonly version: string;
  /** As `hello` tells. */
  readonly topology: Topology | 'sharded cluster';
  /** Ends what was started, if anything. */
  stop(): Promise<void>;
}

/** One of our own: loopback only, data in a temporary folder. */
export interface OwnMongoServer extends MongoServer, GuardedServer {}

/** By what TEST_MONGODB_SERVER calls them, in the order they are tried. */
const programs: Readonly<Record<string, MongoProgram>> = { mongod, secantusdb };
const programsOnDemand: Readonly<Record<string, MongoProgram>> = { ...programs, ferretdb };

/**
 * The server that TEST_MONGODB_URL or MONGODB_URI names, or else one of our own.
 * @throws as `startOwnMongo`.
 */
export async function startMongo(): Promise<MongoServer> {
  const url = process.env.TEST_MONGODB_URL ?? process.env.MONGODB_URI;
  return url === undefined ? startOwnMongo() : { url, ...(await identify(url)), stop: () => Promise.resolve() };
}

/**
 * Starts a real `mongod` where one is installed or can be downloaded, or else SecantusDB, which stands in for it; TEST_MONGODB_SERVER (`mongod`,
 * `secantusdb` or `ferretdb`) decides otherwise.
 * @throws where none of them can be had, with what was tried.
 */
export async function startOwnMongo(topology: Topology = 'replica set'): Promise<OwnMongoServer> {
  const wanted = process.env.TEST_MONGODB_SERVER;
  const program = wanted === undefined ? undefined : programsOnDemand[wanted];
  if (wanted !== undefined && program === undefined) {
    throw new Error(`TEST_MONGODB_SERVER is one of ${Object.keys(programsOnDemand).join(', ')}; ${wanted} is not.`);
  }
  const failures: string[] = [];
  for (const candidate of program === undefined ? Object.values(programs) : [program]) {
    try {
      return await start(candidate, topology);
    } catch (error) {
      failures.push(`${candidate.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new Error(`There is no server for the tests on MongoDB. MONGODB_URI names none, and none could be started:\n${failures.join('\n')}`);
}

/**
 * Makes up a database for a test, which begins to exist with its first document; the name only helps reading logs.
 * @param server its URL; that of the run's server unless told.
 * @returns the database's connection URL.
 */
export function createMongoDatabase(name: string, server: string | undefined = process.env.TEST_MONGODB_URL): Promise<string> {
  if (server === undefined) {
    throw new Error('TEST_MONGODB_URL is not set: the test belongs to the vitest project e2e, whose global set-up starts the server.');
  }
  const url = new URL(server);
  // Users are those of `admin`, or of the database that the URL named.
  if (url.username !== '' && !url.searchParams.has('authSource')) {
    url.searchParams.set('authSource', url.pathname.slice(1) || 'admin');
  }
  url.pathname = `/${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_').slice(0, 40)}_${randomBytes(4).toString('hex')}`;
  return Promise.resolve(url.href);
}

/** How the server is called in the tests' output. */
export function describeMongo({ name, version, topology, url }: MongoServer): string {
  return `${name === 'MongoDB' ? 'MongoDB' : `${name} as MongoDB`} ${version} (${topology}) on ${new URL(url).host}`;
}

async function start({ name, prepare }: MongoProgram, topology: Topology): Promise<OwnMongoServer> {
  const folder = await mkdtemp(join(tmpdir(), 'abp-background-jobs-mongo-'));
  try {
    const port = await freePort();
    const { command, ready, urlOptions = '', initialise } = await prepare({ folder, port, topology });
    const server = await startGuardedServer({ name, command, folder, ready });
    const url = `mongodb://127.0.0.1:${port}/${urlOptions}`;
    try {
      await initialise?.(url);
      return { ...server, url, ...(await identify(url)) };
    } catch (error) {
      await server.stop();
      throw error;
    }
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function identify(url: string): Promise<Pick<MongoServer, 'name' | 'version' | 'topology'>> {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: 10_000 });
  try {
    const build = await client.db('admin').command({ buildInfo: 1 });
    const hello = await client.db('admin').command({ hello: 1 });
    return {
      name: 'ferretdbVersion' in build ? 'FerretDB' : 'secantusVersion' in build ? 'SecantusDB' : 'MongoDB',
      version: String(build['version']),
      topology: 'setName' in hello ? 'replica set' : hello['msg'] === 'isdbgrid' ? 'sharded cluster' : 'standalone',
    };
  } finally {
    await client.close();
  }
}
