import { errorCode } from './error-code.ts';

const permission = 'Give yourself write permission to the file and its folder';

const systemErrors: Readonly<Record<string, readonly [meaning: string, remedy: string]>> = {
  ENOSPC: ['the disk is full', 'Free some space'],
  EDQUOT: ['your disk quota is used up', 'Free some space'],
  EROFS: ['the file system is read-only', 'Make it writable'],
  EACCES: ['you have no permission to write there', permission],
  EPERM: ['the operation is not permitted', permission],
  EBUSY: ['it is in use, or a mount point', 'Close what uses it'],
  EIO: ['the disk reports an input/output error', 'Check the disk'],
  EMFILE: ['too many files are open', 'Close some programs'],
  ENFILE: ['too many files are open', 'Close some programs'],
  ENAMETOOLONG: ['the name is too long', 'Choose a shorter path'],
  ENOENT: ['it is not there any more', 'See what removed it'],
  EEXIST: ['something with that name is there already', 'See what made it'],
  ENOTEMPTY: ['something else lies in the folder', 'See what made it'],
  EXDEV: ['it lies on another disk', 'Keep the files of one folder on one disk'],
};

/** A system error in words: what it means and what to do about it. `code` is `ENOSPC` and the like, empty for other errors. */
export function describeError(error: unknown): { readonly code: string; readonly meaning: string; readonly remedy: string } {
  const code = errorCode(error);
  const known = systemErrors[code];
  return known
    ? { code, meaning: `${known[0]} (${code})`, remedy: known[1] }
    : { code, meaning: error instanceof Error ? error.message : String(error), remedy: 'Mend that' };
}
