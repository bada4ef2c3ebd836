import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';
import { type RunOptions, shellEnvironment, tail } from './run.ts';

/** A host's application, booted and listening. */
export interface Application {
  /** Its address, without a slash at the end. */
  readonly url: string;
  readonly output: () => string;
  /** Ends it as a container would (SIGTERM) and waits until it is gone. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts a program that listens on the environment's PORT, and waits until it answers.
 * @throws with the end of its output when it ends or does not answer within the time-out (a minute unless told).
 */
export async function startApplication(program: string, args: readonly string[], options: RunOptions): Promise<Application> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(program, args, { cwd: options.cwd, env: shellEnvironment({ ...options.env, PORT: String(port) }), stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const collect = (chunk: Buffer): void => void (output += String(chunk));
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const ended = once(child, 'close');
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
  };
  const deadline = Date.now() + (options.timeout ?? 60_000);
  while (!(await answers(url))) {
    if (child.exitCode !== null || Date.now() >= deadline) {
      await stop();
      throw new Error(`${[program, ...args].join(' ')} in ${options.cwd} does not answer:\n${tail(output)}`);
    }
    await sleep(50);
  }
  return { url, output: () => output, stop };
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    (response) => response.ok,
    () => false,
  );
}
