import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { shellEnvironment, tail } from '../../../support/run.ts';
import type { Answers, Command, JobEvents } from './protocol.ts';

export interface Program {
  /** A file that calls `serve`. */
  readonly path: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

type Message = JobEvents | { readonly id: number; readonly answer: unknown } | { readonly id: number; readonly error: string };

/** A process of a contender, seen from the benchmark. */
export class AgentProcess {
  /** Called with what its jobs do. */
  onJobs: (events: JobEvents) => void = () => undefined;
  /** What it printed. */
  output = '';
  private readonly child: ChildProcess;
  private readonly waiting = new Map<number, { readonly resolve: (answer: never) => void; readonly reject: (error: Error) => void }>();
  private lastId = 0;

  constructor({ path, cwd, env }: Program) {
    this.child = fork(path, { cwd, env: shellEnvironment(env), execArgv: [], serialization: 'advanced', stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    this.child.stdout?.on('data', (chunk) => void (this.output += String(chunk)));
    this.child.stderr?.on('data', (chunk) => void (this.output += String(chunk)));
    this.child.on('message', (message) => this.receive(message as Message));
    this.child.once('exit', (code, signal) => {
      for (const { reject } of this.waiting.values()) {
        reject(new Error(`${path} ended (${signal ?? code}):\n${tail(this.output)}`));
      }
    });
  }

  /** @throws what the process threw, or that it ended. */
  tell<K extends Command['kind']>(command: Extract<Command, { readonly kind: K }>): Promise<Answers[K]> {
    const id = (this.lastId += 1);
    return new Promise<Answers[K]>((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.child.send({ id, command });
    }).finally(() => this.waiting.delete(id));
  }

  /** As `kill -9` does: nothing is told to anybody. */
  async kill(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const ended = once(this.child, 'exit');
      this.child.kill('SIGKILL');
      await ended;
    }
  }

  private receive(message: Message): void {
    if ('event' in message) {
      this.onJobs(message);
    } else if ('error' in message) {
      this.waiting.get(message.id)?.reject(new Error(message.error));
    } else {
      this.waiting.get(message.id)?.resolve(message.answer as never);
    }
  }
}
