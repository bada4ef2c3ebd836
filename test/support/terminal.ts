import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { type RunOptions, shellEnvironment, tail } from './run.ts';

/** A program in a pseudo terminal of 40 rows and 120 columns, and the hands of the person before it. */
export interface Terminal {
  /** Everything printed so far, without control sequences. */
  readonly screen: () => string;
  /** Waits until the text is printed, reading on from where the last wait ended; throws with the screen after the time-out or the program's end. */
  readonly waitFor: (text: string | RegExp) => Promise<void>;
  /** Types text, without Enter. */
  readonly type: (text: string) => void;
  readonly press: (key: keyof typeof KEYS) => void;
  /** The exit code, 128 + the signal's number where a signal ended the program. */
  readonly ended: Promise<number | null>;
}

const KEYS = { enter: '\r', space: ' ', up: '\x1b[A', down: '\x1b[B', backspace: '\x7f', 'ctrl-c': '\x03', 'ctrl-d': '\x04' } as const;

/**
 * Opens a terminal with `script` of util-linux, which every Linux has and which, unlike a pseudo terminal from npm, needs no compiler.
 * The `timeout` of the options (30 seconds unless told) holds for each wait.
 */
export function openTerminal(program: string, args: readonly string[], options: RunOptions): Terminal {
  const command = `stty rows 40 cols 120; exec ${[program, ...args].map(quote).join(' ')}`;
  const env = { ...shellEnvironment(options.env), TERM: 'xterm-256color' };
  const child = spawn('script', ['--quiet', '--flush', '--return', '--command', command, '/dev/null'], { cwd: options.cwd, env });
  const timeout = options.timeout ?? 30_000;
  let printed = '';
  let read = 0;
  let over = false;
  const screen = (): string => stripVTControlCharacters(printed);
  const changed: (() => void)[] = [];
  const tell = (): void => changed.splice(0).forEach((listener) => listener());
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    printed += chunk;
    tell();
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', (code) => {
      over = true;
      tell();
      resolve(code);
    });
  });

  async function waitFor(text: string | RegExp): Promise<void> {
    const deadline = Date.now() + timeout;
    for (;;) {
      const unread = screen().slice(read);
      const match = typeof text === 'string' ? unread.indexOf(text) : unread.search(text);
      if (match >= 0) {
        read += match + (typeof text === 'string' ? text.length : (unread.match(text)?.[0].length ?? 0));
        return;
      }
      if (over || Date.now() >= deadline) {
        child.kill();
        throw new Error(`${over ? 'The program ended' : `${timeout / 1000} s passed`} without printing ${String(text)}:\n${tail(screen())}`);
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, deadline - Date.now());
        changed.push(() => (clearTimeout(timer), resolve()));
      });
    }
  }

  return { screen, waitFor, type: (text) => child.stdin.write(text), press: (key) => child.stdin.write(KEYS[key]), ended };
}

function quote(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
