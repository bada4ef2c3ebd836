import { join } from 'node:path';
import { gitBlobHash } from '../manifest/git-blob-hash.ts';
import type { CommitFileSystem } from './commit-file-system.ts';
import { describeError } from './describe-error.ts';
import { errorCode } from './error-code.ts';
import { backupPath, stagedPath, type Journal, type JournalEntry } from './journal.ts';

/** A file that could not be put back. */
export interface NotRestored {
  /** Posix path relative to the host's root. */
  readonly path: string;
  /** How it is now, why, and where its old content is; continues a sentence that begins with the path. */
  readonly state: string;
}

/**
 * Puts every file of a commit back, removes what it made, and goes on past what fails. It looks at the state of each file instead of
 * remembering steps, so it can be repeated, also by another process.
 */
export async function rollBack(root: string, journal: Journal, fs: CommitFileSystem): Promise<readonly NotRestored[]> {
  const failures: NotRestored[] = [];
  for (const entry of journal.entries.toReversed()) {
    const failure = await putBack(root, journal, entry, fs);
    if (failure) {
      failures.push(failure);
    }
  }
  for (const folder of journal.folders.toReversed()) {
    try {
      await fs.removeFolder(join(root, folder));
    } catch (error) {
      // Somebody else put a file into it: then it stays, and is theirs.
      if (errorCode(error) !== 'ENOTEMPTY') {
        failures.push({ path: folder, state: `is a new folder that could not be removed: ${describeError(error).meaning}` });
      }
    }
  }
  return failures;
}

/** Hash of a file's content, `null` where there is none. */
export async function contentHash(path: string, fs: CommitFileSystem): Promise<string | null> {
  try {
    return gitBlobHash(await fs.read(path));
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') {
      return null;
    }
    throw error;
  }
}

async function putBack(
  root: string,
  journal: Journal,
  { path, before, after }: JournalEntry,
  fs: CommitFileSystem,
): Promise<NotRestored | null> {
  const target = join(root, path);
  const staged = join(root, stagedPath(path, journal));
  const backup = join(root, backupPath(path, journal));
  const oldContent = before === null ? 'there was no such file before' : `its old content is in ${backupPath(path, journal)}`;
  let explain = (why: string): string => `could not be read: ${why}; if it was replaced, ${oldContent}`;
  try {
    const current = await contentHash(target, fs);
    if (current === before) {
      explain = (why) => `has its old content, but a temporary file beside it could not be removed: ${why}`;
    } else if (current === after) {
      explain = (why) => `${current === null ? 'is still removed' : 'still has its new content'}: ${why}; ${oldContent}`;
      await (before === null ? fs.remove(target) : fs.rename(backup, target));
      explain = (why) => `has its old content, but a temporary file beside it could not be removed: ${why}`;
    } else if ((await fs.facts(staged)) === null && (await fs.facts(backup)) !== null) {
      return { path, state: `was changed by somebody else after it had been replaced, and is left so; ${oldContent}` };
    }
    // Otherwise somebody else changed it before we came to it: it is theirs, and nothing of ours is in it.
    await fs.remove(backup);
    await fs.remove(staged);
    return null;
  } catch (error) {
    return { path, state: explain(describeError(error).meaning) };
  }
}
