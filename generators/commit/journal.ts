import { join, posix } from 'node:path';
import type { CommitFileSystem } from './commit-file-system.ts';
import { errorCode } from './error-code.ts';

/** Folder in the host's root that exists while a commit runs: its lock, and what a later run needs to put back one that was killed. */
export const journalFolderName = '.abp-background-jobs.commit';

/** One file of a commit. The two hashes tell in which state it is; `null` stands for 'there is no such file'. */
export interface JournalEntry {
  /** Posix path relative to the host's root. */
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

export interface Journal {
  readonly version: 1;
  /** Part of the name of every file that stands beside a target while the commit runs. */
  readonly nonce: string;
  readonly entries: readonly JournalEntry[];
  /** Folders that the commit makes, outermost first. */
  readonly folders: readonly string[];
}

/** `writing` until every target is in place: such a commit is put back. `written`: only its backups are left to remove. */
export type FoundJournal = { readonly state: 'writing' | 'written'; readonly journal: Journal } | null;

const fileOfState = { writing: 'journal.json', written: 'written.json' } as const;

/** Where the new content of a file waits. It is beside the file, because only there a rename replaces it in one step. */
export function stagedPath(path: string, { nonce }: Pick<Journal, 'nonce'>): string {
  return besides(path, `${nonce}.new`);
}

/** Where the old content of a file is kept. It is beside the file, so that to put it back is a rename and needs no space. */
export function backupPath(path: string, { nonce }: Pick<Journal, 'nonce'>): string {
  return besides(path, `${nonce}.old`);
}

function besides(path: string, suffix: string): string {
  return posix.join(posix.dirname(path), `.${posix.basename(path)}.${suffix}`);
}

/** Written whole or not at all: a commit touches nothing before its journal is on the disk. */
export async function writeJournal(root: string, journal: Journal, fs: CommitFileSystem): Promise<void> {
  const draft = join(root, journalFolderName, 'draft.json');
  await fs.write(draft, JSON.stringify(journal, null, 2), null);
  await fs.rename(draft, fileIn(root, 'writing'));
}

/** The point of no return: from here on the commit has happened. */
export async function sealJournal(root: string, fs: CommitFileSystem): Promise<void> {
  await fs.rename(fileIn(root, 'writing'), fileIn(root, 'written'));
}

export async function readJournal(root: string, fs: CommitFileSystem): Promise<FoundJournal> {
  for (const state of ['written', 'writing'] as const) {
    try {
      const journal: Journal = JSON.parse((await fs.read(fileIn(root, state))).toString('utf8'));
      if (journal.version !== 1) {
        throw new Error(`it was written by a newer version of the generator (journal version ${String(journal.version)})`);
      }
      return { state, journal };
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') {
        throw error;
      }
    }
  }
  return null;
}

function fileIn(root: string, state: keyof typeof fileOfState): string {
  return join(root, journalFolderName, fileOfState[state]);
}
