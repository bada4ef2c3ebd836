import { hostname } from 'node:os';
import { join } from 'node:path';
import { IssuesError } from '../errors/issues-error.ts';
import type { CommitFileSystem } from './commit-file-system.ts';
import { anotherCommit } from './commit-issues.ts';
import { errorCode } from './error-code.ts';
import { journalFolderName } from './journal.ts';

/**
 * No commit runs this long. An older lock is left over, even where a process of that number lives (numbers come round again) or could live
 * (the folder is shared with another machine or container).
 */
const longestCommitMilliseconds = 10 * 60_000;

/**
 * Makes the journal folder and puts our name on it.
 * @throws IssuesError where another commit runs.
 */
export async function lockJournal(root: string, fs: CommitFileSystem): Promise<void> {
  const folder = join(root, journalFolderName);
  const own = ownerName();
  try {
    await fs.makeFolder(folder);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') {
      throw busy(await ownersOf(folder, fs));
    }
    // A disk that fails late may have made it.
    await fs.removeFolder(folder).catch(() => undefined);
    throw error;
  }
  try {
    await fs.write(join(folder, own), '', null);
    // Before that name was there, the folder looked abandoned, and another run may have made it its own. Each writes its name before it
    // looks for others, so never do both go on.
    const others = (await ownersOf(folder, fs)).filter((name) => name !== own);
    if (others.length > 0) {
      throw busy(others);
    }
  } catch (error) {
    await fs.remove(join(folder, own)).catch(() => undefined);
    await fs.removeFolder(folder).catch(() => undefined);
    throw error;
  }
}

/**
 * Makes the journal of a dead commit ours.
 * @returns false where there is none.
 * @throws IssuesError where the commit still runs.
 */
export async function takeOverJournal(root: string, fs: CommitFileSystem): Promise<boolean> {
  const folder = join(root, journalFolderName);
  if ((await fs.facts(folder)) === null) {
    return false;
  }
  const [owner] = await ownersOf(folder, fs);
  if (owner === undefined) {
    // Killed right after it made the folder or right before it removed it: either way the folder is empty.
    await fs.removeFolder(folder);
    return false;
  }
  if (isRunning(owner)) {
    throw busy([owner]);
  }
  try {
    await fs.rename(join(folder, owner), join(folder, ownerName()));
    return true;
  } catch (error) {
    throw errorCode(error) === 'ENOENT' ? busy([]) : error;
  }
}

/** Removes the journal folder. The owner's name goes last, so that a folder without one is empty. */
export async function removeJournal(root: string, fs: CommitFileSystem): Promise<void> {
  const folder = join(root, journalFolderName);
  const names = await fs.list(folder);
  for (const name of [...names.filter((name) => !ownerPattern.test(name)), ...names.filter((name) => ownerPattern.test(name))]) {
    await fs.remove(join(folder, name));
  }
  await fs.removeFolder(folder);
}

/** The owner stands in a file's *name*: a rename changes it in one step, so of two runs that take over a dead commit, one loses. */
const ownerPattern = /^owner-(?<since>\d+)-(?<pid>\d+)-(?<host>.+)$/;

function ownerName(): string {
  return `owner-${Date.now()}-${process.pid}-${hostname()}`;
}

async function ownersOf(folder: string, fs: CommitFileSystem): Promise<readonly string[]> {
  return (await fs.list(folder)).filter((name) => ownerPattern.test(name));
}

function busy([owner]: readonly string[]): IssuesError {
  const { pid, host } = ownerPattern.exec(owner ?? '')?.groups ?? {};
  return new IssuesError([anotherCommit(owner === undefined ? 'it has just begun' : `process ${pid} on ${host}`)]);
}

function isRunning(owner: string): boolean {
  const { since, pid, host } = ownerPattern.exec(owner)?.groups ?? {};
  const isOld = Date.now() - Number(since) > longestCommitMilliseconds;
  return !isOld && (host !== hostname() || isAlive(Number(pid)));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    return errorCode(error) === 'EPERM';
  }
}
