import { randomBytes } from 'node:crypto';
import { join, posix } from 'node:path';
import type { Issue } from '../errors/issue.ts';
import { IssuesError } from '../errors/issues-error.ts';
import { manifestFileName } from '../manifest/manifest.ts';
import type { Change } from '../plan/plan.ts';
import { checkTarget, type Target } from './check-target.ts';
import type { CommitFileSystem } from './commit-file-system.ts';
import { changedSincePlan, interrupted, notRestored, writeFailed } from './commit-issues.ts';
import { diskFileSystem } from './disk-file-system.ts';
import { lockJournal, removeJournal } from './journal-lock.ts';
import { backupPath, journalFolderName, sealJournal, stagedPath, writeJournal, type Journal } from './journal.ts';
import { recoverInterruptedCommit, tidyUp } from './recover-interrupted-commit.ts';
import { contentHash, rollBack } from './roll-back.ts';
import { watchInterruption } from './watch-interruption.ts';

export type CommitResult =
  | { readonly kind: 'committed' }
  /** The host is as it was before; where not even that could be had, the issue says which files are in which state. */
  | { readonly kind: 'rolled-back'; readonly issue: Issue };

/** Told after every file that is prepared or put in place. */
export type CommitProgress = (step: { readonly done: number; readonly total: number; readonly path: string }) => void;

type Step = <T>(doing: string, path: string, action: () => Promise<T>) => Promise<T>;

/**
 * Makes all changes or none. New contents are written beside their targets and then renamed into place; the manifest comes last. On an
 * error, SIGINT, SIGTERM or SIGHUP everything is put back. What a killed process leaves is put back by the next run
 * (`recoverInterruptedCommit`). Two commits never run at once in one host.
 *
 * @param root absolute path of the host.
 */
export async function commitChanges(
  root: string,
  changes: readonly Change[],
  fs: CommitFileSystem = diskFileSystem,
  progress: CommitProgress = () => undefined,
): Promise<CommitResult> {
  if (changes.length === 0) {
    return { kind: 'committed' };
  }
  const recovery = await recoverInterruptedCommit(root, fs);
  if (recovery.kind === 'refused') {
    return { kind: 'rolled-back', issue: recovery.issue };
  }
  const interruption = watchInterruption();
  const step: Step = async (doing, path, action) => {
    const signal = interruption.signal();
    if (signal !== null) {
      throw new IssuesError([interrupted(signal)]);
    }
    try {
      return await action();
    } catch (error) {
      throw error instanceof IssuesError ? error : new IssuesError([writeFailed(doing, path, error)]);
    }
  };
  try {
    await step('Making', journalFolderName, () => lockJournal(root, fs));
    return await commit(root, changes, fs, step, progress);
  } catch (error) {
    return unchanged(issueOf(error));
  } finally {
    interruption.stop();
  }
}

/** The commit under its lock. Does not reject. */
async function commit(
  root: string,
  changes: readonly Change[],
  fs: CommitFileSystem,
  step: Step,
  progress: CommitProgress,
): Promise<CommitResult> {
  let journal: Journal = { version: 1, nonce: randomBytes(4).toString('hex'), entries: [], folders: [] };
  try {
    const targets: Target[] = [];
    for (const change of inOrder(changes)) {
      targets.push(await step('Checking', change.path, () => checkTarget(root, change, fs)));
    }
    journal = {
      ...journal,
      entries: targets.map(({ entry }) => entry),
      folders: [...new Set(targets.flatMap(({ missingFolders }) => missingFolders))],
    };
    await step('Writing', journalFolderName, () => writeJournal(root, journal, fs));
    for (const folder of journal.folders) {
      await step('Making', folder, () => fs.makeFolder(join(root, folder)));
    }
    let done = 0;
    const tell = (path: string): void => progress({ done: (done += 1), total: targets.length * 2, path });
    for (const target of targets) {
      await step('Writing', target.change.path, () => prepare(root, target, journal, fs));
      tell(target.change.path);
    }
    for (const target of targets) {
      await step('Replacing', target.change.path, () => putInPlace(root, target, journal, fs));
      tell(target.change.path);
    }
    await step('Closing', journalFolderName, () => sealJournal(root, fs));
  } catch (error) {
    return await giveUp(root, journal, issueOf(error), fs);
  }
  // All files are in place: what cannot be removed now, the next run removes.
  await tidyUp(root, journal, fs).catch(() => undefined);
  return { kind: 'committed' };
}

/** The manifest comes last: while it is not there, the files of a host are not said to be ours. */
function inOrder(changes: readonly Change[]): readonly Change[] {
  const isManifest = (change: Change): boolean => posix.basename(change.path) === manifestFileName;
  return [...changes.filter((change) => !isManifest(change)), ...changes.filter((change) => isManifest(change))];
}

async function prepare(root: string, { change, facts }: Target, journal: Journal, fs: CommitFileSystem): Promise<void> {
  if (change.kind !== 'delete') {
    await fs.write(join(root, stagedPath(change.path, journal)), change.after, facts);
  }
  // After the other: a backup without a new version beside it tells that the file has been replaced.
  if (change.kind === 'modify') {
    await fs.keep(join(root, change.path), join(root, backupPath(change.path, journal)));
  }
}

async function putInPlace(root: string, { change, entry }: Target, journal: Journal, fs: CommitFileSystem): Promise<void> {
  const target = join(root, change.path);
  const current = await contentHash(target, fs);
  if (current !== entry.before) {
    const how = current === null ? 'is gone' : entry.before === null ? 'has been created' : 'has other content now';
    throw new IssuesError([changedSincePlan(change.path, how)]);
  }
  const staged = join(root, stagedPath(change.path, journal));
  const backup = join(root, backupPath(change.path, journal));
  await (change.kind === 'delete' ? fs.rename(target, backup) : fs.rename(staged, target));
}

async function giveUp(root: string, journal: Journal, cause: Issue, fs: CommitFileSystem): Promise<CommitResult> {
  const failures = await rollBack(root, journal, fs);
  if (failures.length > 0) {
    return { kind: 'rolled-back', issue: notRestored(cause.message, failures) };
  }
  // Every file is as it was: what cannot be removed now, the next run removes.
  await removeJournal(root, fs).catch(() => undefined);
  return unchanged(cause);
}

function unchanged(issue: Issue): CommitResult {
  return { kind: 'rolled-back', issue: { ...issue, message: `${issue.message} Nothing was changed.` } };
}

function issueOf(error: unknown): Issue {
  const [issue] = error instanceof IssuesError ? error.issues : [];
  return issue ?? { code: 'unexpected', severity: 'error', message: String(error), remedy: 'Report it, with what you ran.' };
}
