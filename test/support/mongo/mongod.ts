import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import { execute } from '../run.ts';
import type { MongoProgram } from './mongo-program.ts';

const SET = 'rs0';

/** Milliseconds in which a download has to begin. */
const PATIENCE = 10_000;

/** The real one: `mongod` of the path, else what `mongodb-memory-server` has downloaded once or can download now. */
export const mongod: MongoProgram = {
  name: 'mongod',
  prepare: async ({ folder, port, topology }) => {
    const program = (await onPath()) ?? (await downloaded());
    const data = join(folder, 'data');
    await mkdir(data);
    const flags = ['--dbpath', data, '--port', String(port), '--bind_ip', '127.0.0.1', '--nounixsocket', '--wiredTigerCacheSizeGB', '0.5'];
    const launch = { command: [program, ...flags], ready: 'Waiting for connections' } as const;
    return topology === 'standalone' ? launch : { ...launch, command: [program, ...flags, '--replSet', SET], initialise };
  },
};

async function onPath(): Promise<string | undefined> {
  const { stdout } = await execute('sh', ['-c', 'command -v mongod'], { cwd: '/' });
  return stdout.trim() || undefined;
}

/** By a process of its own, which can be ended when nothing comes. */
async function downloaded(): Promise<string> {
  const env = { MONGOMS_MAX_RETRIES: '1', MONGOMS_DOWNLOAD_DIR: join(import.meta.dirname, '../../../.cache/mongod'), ...process.env };
  const child = spawn(process.execPath, [join(import.meta.dirname, 'find-mongod.mjs')], { env, stdio: 'pipe' });
  const ended = once(child, 'close');
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const begun = once(child.stdout, 'data');
  const isSilent = await Promise.race([sleep(PATIENCE, true, { ref: false }), begun.then(() => false), ended.then(() => false)]);
  if (isSilent) {
    child.kill();
    throw new Error(`not on the path, and its download did not begin in ${PATIENCE / 1000} s`);
  }
  const [status] = (await ended) as [number | null];
  const path = /^mongod=(.+)$/m.exec(output)?.[1];
  if (status !== 0 || path === undefined) {
    throw new Error(`not on the path, and cannot be downloaded (${errors.trim().split('\n')[0] ?? ''})`);
  }
  return path;
}

/** Makes the server a replica set of its own, and waits until it takes writes. */
async function initialise(url: string): Promise<void> {
  const client = new MongoClient(url, { directConnection: true });
  try {
    const admin = client.db('admin');
    await admin.command({ replSetInitiate: { _id: SET, members: [{ _id: 0, host: new URL(url).host }] } });
    for (let end = performance.now() + 30_000; (await admin.command({ hello: 1 }))['isWritablePrimary'] !== true; await sleep(50)) {
      if (performance.now() > end) {
        throw new Error('The replica set has no primary after 30 s.');
      }
    }
  } finally {
    await client.close();
  }
}
