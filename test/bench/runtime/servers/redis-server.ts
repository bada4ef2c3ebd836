import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../../support/free-port.ts';

export interface RedisServer {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Starts Redis without persistence; `undefined` where this machine has none and Debian's package cannot be installed. */
export async function startRedis(): Promise<RedisServer | undefined> {
  if (!isInstalled() && spawnSync('apt-get', ['install', '--yes', '--no-install-recommends', 'redis-server']).status !== 0) {
    return undefined;
  }
  const folder = await mkdtemp(join(tmpdir(), 'abp-background-jobs-redis-'));
  const port = await freePort();
  // It ends when its standard input does, which the end of this process does too.
  const server = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder];
  const guard = spawn('sh', ['-c', '"$@" & read -r _; kill $!; wait $!', 'redis-guard', 'redis-server', ...server], { stdio: ['pipe', 'ignore', 'inherit'], detached: true });
  const ended = new Promise<void>((resolve) => guard.once('exit', () => resolve()));
  const deadline = Date.now() + 10_000;
  while (spawnSync('redis-cli', ['-p', String(port), 'PING'], { encoding: 'utf8' }).stdout.trim() !== 'PONG') {
    if (Date.now() > deadline) {
      throw new Error('Redis does not answer.');
    }
    await sleep(50);
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: async () => {
      guard.stdin.end();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function isInstalled(): boolean {
  return spawnSync('redis-server', ['--version']).status === 0;
}
