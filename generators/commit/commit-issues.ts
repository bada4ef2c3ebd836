import type { Issue } from '../errors/issue.ts';
import { describeError } from './describe-error.ts';
import { journalFolderName } from './journal.ts';
import type { NotRestored } from './roll-back.ts';

/** A step that the disk refused. `doing` is what was tried: `Writing`, `Replacing`. */
export function writeFailed(doing: string, file: string, error: unknown): Issue {
  const { code, meaning, remedy } = describeError(error);
  return {
    code: 'write-failed',
    severity: 'error',
    message: `${doing} ${file} failed: ${meaning}.`,
    file,
    ...(code !== '' && { found: code }),
    remedy: `${remedy}, then run the command again.`,
  };
}

/** A path that a commit does not write to. */
export function cannotWrite(file: string, why: string, remedy: string): Issue {
  return { code: 'write-failed', severity: 'error', message: `${file} ${why}.`, file, remedy };
}

export function notUtf8(file: string): Issue {
  return {
    code: 'file-unreadable',
    severity: 'error',
    message: `${file} is not valid UTF-8, so an edit would damage it.`,
    file,
    expected: 'UTF-8',
    remedy: 'Save the file as UTF-8, then run the command again.',
  };
}

export function changedSincePlan(file: string, how: 'has other content now' | 'is gone' | 'has been created'): Issue {
  return {
    code: 'changed-since-plan',
    severity: 'error',
    message: `${file} ${how}: somebody changed it after the plan was made.`,
    file,
    remedy: 'Run the command again: it makes a new plan from the files as they are.',
  };
}

export function interrupted(signal: NodeJS.Signals): Issue {
  return {
    code: 'declined',
    severity: 'info',
    message: `Interrupted (${signal}) while writing.`,
    found: signal,
    remedy: 'Run the command again when you like.',
  };
}

export function anotherCommit(owner: string): Issue {
  return {
    code: 'another-run',
    severity: 'error',
    message: `Another run of the generator is writing to this solution (${owner}).`,
    file: journalFolderName,
    found: owner,
    remedy:
      'Wait until it has ended, then run the command again. What a killed run left behind is put back after ten minutes at the latest.',
  };
}

/** The one bad end: some files could not be put back. `cause` is why the commit was given up. */
export function notRestored(cause: string, files: readonly NotRestored[]): Issue {
  return {
    code: 'restore-failed',
    severity: 'error',
    message: [
      `${cause} Then these files could not be put back; all others are as they were:`,
      ...files.map(({ path, state }) => `  ${path} ${state}`),
    ].join('\n'),
    file: files[0]?.path ?? journalFolderName,
    remedy:
      'Mend the cause and run the command again: it puts these files back first. ' +
      `Or bring them to the text you want by hand, then delete ${journalFolderName} and the files named above as backups.`,
  };
}
