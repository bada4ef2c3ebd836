import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';
import { type RunOptions, shellEnvironment, tail } from './run.ts';

/**
 * Boots an application that listens on the environment's PORT, lets it be used at its address (without a slash at the end), and ends it as a
 * container would (SIGTERM).
 * @throws with the end of its output when it ends or does not answer within the time-out (a minute unless told), or is used in vain.
 */
export async function withApplication(program: string, args: readonly string[], options: RunOptions, use: (url: string) => Promise<void>): Promise<void> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(program, args, { cwd: options.cwd, env: shellEnvironment({ ...options.env, PORT: String(port) }), stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const collect = (chunk: Buffer): void => void (output += String(chunk));
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const ended = once(child, 'close');
  try {
    const deadline = Date.now() + (options.timeout ?? 60_000);
    while (!(await answers(url))) {
      if (child.exitCode !== null || Date.now() >= deadline) {
        throw new Error('It does not answer.');
      }
      await sleep(50);
    }
    await use(url);
  } catch (cause) {
    throw new Error(`${[program, ...args].join(' ')} in ${options.cwd} printed:\n${tail(output)}`, { cause });
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    (response) => response.ok,
    () => false,
  );
}
