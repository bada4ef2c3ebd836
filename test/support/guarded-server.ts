import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A server process that ends, and whose folder goes, when the process that started it does, however it does. */
export interface GuardedServer {
  /** Stops the server, as an administrator would, and starts it again on the same port and data after `during`. */
  interrupt(during: () => Promise<void>): Promise<void>;
  /** Stops the server and removes its folder. */
  stop(): Promise<void>;
}

export interface GuardedServerSetup {
  /** As errors call it. */
  readonly name: string;
  readonly command: readonly [program: string, ...args: string[]];
  /** Of its data, and where it runs. */
  readonly folder: string;
  /** What it prints when it takes connections. */
  readonly ready: string;
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
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

/**
 * Starts a server that stops by SIGINT (needs a POSIX shell).
 * @throws with what it printed when it does not start.
 */
export async function startGuardedServer(setup: GuardedServerSetup): Promise<GuardedServer> {
  let guard = await start(setup);
  return {
    interrupt: async (during) => {
      await stop(guard, 'keep\n');
      await during().finally(async () => (guard = await start(setup)));
    },
    stop: () => stop(guard),
  };
}

async function start({ name, command, folder, ready, user }: GuardedServerSetup): Promise<ChildProcess> {
  const guard = spawn('sh', ['-c', GUARD, `${name}-guard`, ...command], {
    ...user,
    cwd: folder,
    env: { ...process.env, FOLDER: folder, LC_ALL: 'C' },
    stdio: 'pipe',
    // Ctrl-C is for the tests; the server goes when they are gone.
    detached: true,
  });
  await new Promise<void>((resolve, reject) => {
    let printed = '';
    const read = (chunk: Buffer): void => {
      printed += String(chunk);
      if (printed.includes(ready)) {
        resolve();
      }
    };
    guard.stdout.on('data', read);
    guard.stderr.on('data', read);
    guard.once('error', reject);
    guard.once('exit', () => reject(new Error(`${name} did not start:\n${printed}`)));
  });
  for (const output of [guard.stdout, guard.stderr]) {
    output.removeAllListeners('data').resume();
  }
  return guard;
}

async function stop(guard: ChildProcess, input = ''): Promise<void> {
  if (guard.exitCode === null) {
    const ended = once(guard, 'exit');
    guard.stdin?.end(input);
    await ended;
  }
}
