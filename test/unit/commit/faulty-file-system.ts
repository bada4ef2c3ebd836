import type { CommitFileSystem } from '../../../generators/commit/commit-file-system.ts';
import { diskFileSystem } from '../../../generators/commit/disk-file-system.ts';

export interface Fault {
  /** Number of the operation that is struck, counted from 0. */
  readonly at: number;
  /** Whether it strikes before the operation, after it, or in the middle of what it writes. */
  readonly when: 'before' | 'halfway' | 'after';
  /** Later operations that are struck as well; none by default. */
  readonly lasts?: 'forever' | 'while space is needed';
  /** Throws, or ends the process. */
  readonly strike: () => never;
}

type Operation = (...args: readonly unknown[]) => Promise<unknown>;

const needsSpace: readonly string[] = ['write', 'makeFolder', 'keep'] satisfies (keyof CommitFileSystem)[];

/** The real disk, with one thing that goes wrong. `operations` names what was done so far. */
export function faultyFileSystem(fault: Fault): CommitFileSystem & { readonly operations: readonly string[] } {
  const operations: string[] = [];
  const isStruck = (name: string): boolean => {
    const number = operations.push(name) - 1;
    const isLater =
      number > fault.at && (fault.lasts === 'forever' || (fault.lasts === 'while space is needed' && needsSpace.includes(name)));
    return number === fault.at || isLater;
  };
  const entries = Object.entries(diskFileSystem).map(([name, operation]: [string, Operation]) => {
    const faulty: Operation = async (...args) => {
      if (!isStruck(name)) {
        return operation(...args);
      }
      if (fault.when === 'after') {
        // What it would have answered is lost, whether good or bad.
        await operation(...args).catch(() => undefined);
      }
      if (fault.when === 'halfway' && name === 'write') {
        const [path, content, like] = args as Parameters<CommitFileSystem['write']>;
        await diskFileSystem.write(path, content.slice(0, content.length / 2), like);
      }
      return fault.strike();
    };
    return [name, faulty];
  });
  return { ...(Object.fromEntries(entries) as CommitFileSystem), operations };
}

/** Fails like a system call. */
export function systemError(code: string): () => never {
  return () => {
    throw Object.assign(new Error(`${code}: injected`), { code });
  };
}
