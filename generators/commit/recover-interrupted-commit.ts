import { join } from 'node:path';
import type { Issue } from '../errors/issue.ts';
import { IssuesError } from '../errors/issues-error.ts';
import type { CommitFileSystem } from './commit-file-system.ts';
import { notRestored, writeFailed } from './commit-issues.ts';
import { diskFileSystem } from './disk-file-system.ts';
import { removeJournal, takeOverJournal } from './journal-lock.ts';
import { backupPath, journalFolderName, readJournal, type Journal } from './journal.ts';
import { rollBack } from './roll-back.ts';

export type Recovery =
  | { readonly kind: 'clean' }
  /** A killed commit was put back; `files` are the paths it had begun to write. */
  | { readonly kind: 'recovered'; readonly files: readonly string[] }
  /** Another commit runs, or files of a killed one could not be put back. */
  | { readonly kind: 'refused'; readonly issue: Issue };

/**
 * Puts back what a commit left behind that was killed in the middle. To be called before the host is looked at: its files may be half of
 * the old and half of the new. One whose files were all in place is kept, and tidied up.
 */
export async function recoverInterruptedCommit(root: string, fs: CommitFileSystem = diskFileSystem): Promise<Recovery> {
  try {
    if (!(await takeOverJournal(root, fs))) {
      return { kind: 'clean' };
    }
    const found = await readJournal(root, fs);
    if (found?.state === 'written') {
      await tidyUp(root, found.journal, fs);
      return { kind: 'clean' };
    }
    const failures = found ? await rollBack(root, found.journal, fs) : [];
    if (failures.length > 0) {
      return { kind: 'refused', issue: notRestored('An earlier run was killed while it wrote.', failures) };
    }
    await removeJournal(root, fs);
    return found ? { kind: 'recovered', files: found.journal.entries.map((entry) => entry.path) } : { kind: 'clean' };
  } catch (error) {
    const [issue] = error instanceof IssuesError ? error.issues : [];
    return { kind: 'refused', issue: issue ?? writeFailed('Looking for what a killed run has left in', journalFolderName, error) };
  }
}

/** Removes what a commit that has happened leaves behind. */
export async function tidyUp(root: string, journal: Journal, fs: CommitFileSystem): Promise<void> {
  for (const entry of journal.entries) {
    await fs.remove(join(root, backupPath(entry.path, journal)));
  }
  await removeJournal(root, fs);
}
