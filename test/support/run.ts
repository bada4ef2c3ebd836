import { spawn } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';

export interface RunOptions {
  readonly cwd: string;
  /** Added to the environment of a plain shell; see `shellEnvironment`. */
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds after which the command and all it started are killed; two minutes unless told. */
  readonly timeout?: number;
}

export interface Finished {
  readonly command: string;
  /** Null where a signal ended the command, a time-out included. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const REPOSITORY = join(import.meta.dirname, '../..');

/** What `npm test` and vitest put into the environment and a user's shell would not have. */
const NOT_IN_A_SHELL = /^(npm_(package|lifecycle|config_local_prefix|command|execpath|node_execpath)|VITEST|INIT_CWD$|NODE_ENV$|NODE_OPTIONS$|TEST$|FORCE_COLOR$|ConnectionStrings__)/;

/** Runs a command as `execute` does; throws with the end of its output unless it exits with 0. */
export async function run(program: string, args: readonly string[], options: RunOptions): Promise<Finished> {
  const finished = await execute(program, args, options);
  if (finished.exitCode !== 0) {
    const how = finished.exitCode === null ? 'was killed' : `exited with ${finished.exitCode}`;
    throw new Error(`\`${finished.command}\` in ${options.cwd} ${how}:\n${tail(`${finished.stdout}\n${finished.stderr}`)}`);
  }
  return finished;
}

/** Runs a command without a terminal and gives back how it ended; throws only where it cannot be started. */
export async function execute(program: string, args: readonly string[], options: RunOptions): Promise<Finished> {
  // A group of its own, so that a time-out ends what the command started too.
  const child = spawn(program, args, { cwd: options.cwd, env: shellEnvironment(options.env), stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  const timeout = options.timeout ?? 120_000;
  const timer = setTimeout(() => {
    stderr += `\nkilled after ${timeout / 1000} s`;
    killGroup(child.pid);
  }, timeout);
  try {
    const exitCode = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
    return { command: [program, ...args].join(' '), exitCode, stdout, stderr };
  } finally {
    clearTimeout(timer);
  }
}

/** The environment a user's shell would give a command: the Node of this process first on the path, our own packages not on it, no colours. */
export function shellEnvironment(added: Readonly<Record<string, string>> = {}): Record<string, string> {
  const inherited = Object.entries(process.env).flatMap(([name, value]) => (value === undefined || NOT_IN_A_SHELL.test(name) ? [] : [[name, value] as const]));
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.startsWith(join(REPOSITORY, 'node_modules')));
  return { ...Object.fromEntries(inherited), PATH: [dirname(process.execPath), ...folders].join(delimiter), NO_COLOR: '1', ...added };
}

/** The last lines of an output, as an error shows them. */
export function tail(output: string): string {
  return output.trimEnd().split('\n').slice(-60).join('\n');
}

function killGroup(pid: number | undefined): void {
  if (pid !== undefined) {
    process.kill(-pid, 'SIGKILL');
  }
}
