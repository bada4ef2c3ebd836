import { execute, type Finished } from '../../support/run.ts';

/** Milliseconds a step may take, until it and all it started are killed. */
export const LIMITS = { install: 600_000, typeCheck: 240_000, lint: 240_000, format: 120_000, hostTests: 240_000, emittedTests: 600_000, add: 300_000 } as const;

/** A step that was cut off or could not be done says why; what it found otherwise. */
export type Step<T> = { readonly seconds: number } & ({ readonly done: true; readonly found: T } | { readonly done: false; readonly why: string });

/** Does a step; what it throws is why it is not done. */
export async function step<T>(work: () => Promise<T>): Promise<Step<T>> {
  const started = Date.now();
  const seconds = (): number => Math.round((Date.now() - started) / 100) / 10;
  try {
    const found = await work();
    return { done: true, found, seconds: seconds() };
  } catch (error) {
    return { done: false, why: lastLines(error instanceof Error ? error.message : String(error)), seconds: seconds() };
  }
}

export interface CommandOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly timeout: number;
}

/** Runs a program that may end with any exit code, but has to end; a line of shell where there are no arguments. */
export async function command(line: readonly [string, ...string[]], options: CommandOptions): Promise<Finished & { readonly exitCode: number }> {
  const [program, ...args] = line;
  const finished = await execute(program, args, options);
  if (finished.exitCode === null) {
    throw new Error(`${finished.command.slice(0, 200)}: killed after ${options.timeout / 1000} s\n${lastLines(finished.stdout)}`);
  }
  return { ...finished, exitCode: finished.exitCode };
}

/** As `command`; throws unless it succeeds. */
export async function succeed(line: readonly [string, ...string[]], options: CommandOptions): Promise<string> {
  const { exitCode, stdout, stderr, command: text } = await command(line, options);
  if (exitCode !== 0) {
    throw new Error(`${text.slice(0, 200)}: exit code ${exitCode}\n${lastLines(`${stdout}\n${stderr}`)}`);
  }
  return stdout;
}

export function lastLines(text: string): string {
  return text.trimEnd().split('\n').slice(-25).join('\n').slice(-3000);
}
