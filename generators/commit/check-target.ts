import { dirname, isAbsolute, join, posix, relative, sep } from 'node:path';
import { IssuesError } from '../errors/issues-error.ts';
import { isInside } from '../host/is-inside.ts';
import { gitBlobHash } from '../manifest/git-blob-hash.ts';
import type { Change } from '../plan/plan.ts';
import type { CommitFileSystem, EntryFacts } from './commit-file-system.ts';
import { cannotWrite, changedSincePlan, notUtf8 } from './commit-issues.ts';
import type { JournalEntry } from './journal.ts';

/** A change that can be made. */
export interface Target {
  readonly change: Change;
  readonly entry: JournalEntry;
  /** Facts about the file as it stands; `null` for one to be created. */
  readonly facts: EntryFacts | null;
  /** Folders to make first, outermost first; posix, relative to the host's root. */
  readonly missingFolders: readonly string[];
}

/**
 * Whether the disk still is what the plan was made from, and the path one that we write to.
 * @throws IssuesError
 */
export async function checkTarget(root: string, change: Change, fs: CommitFileSystem): Promise<Target> {
  const missingFolders = await checkFolder(root, change, fs);
  const facts = await fs.facts(join(root, change.path));
  const entry = {
    path: change.path,
    before: change.kind === 'create' ? null : gitBlobHash(change.before),
    after: change.kind === 'delete' ? null : gitBlobHash(change.after),
  };
  if (change.kind === 'create') {
    refuseIf(facts !== null, changedSincePlan(change.path, 'has been created'));
  } else {
    await checkFile(root, change, facts, fs);
  }
  return { change, entry, facts, missingFolders };
}

async function checkFolder(root: string, { path, kind }: Change, fs: CommitFileSystem): Promise<readonly string[]> {
  // The package.json of a workspace may lie above the host's root; it is modified, but nothing is created or deleted there.
  const climb = /^(\.\.\/)*/.exec(path)?.[0] ?? '';
  const isProper = posix.normalize(path) === path && !isAbsolute(path) && (climb === '' || kind === 'modify');
  refuseIf(!isProper, cannotWrite(path, 'is not inside the solution', 'Choose a path inside the solution.'));

  let folder = dirname(join(root, path));
  const missing: string[] = [];
  while ((await fs.facts(folder)) === null) {
    missing.unshift(relative(root, folder).replaceAll(sep, '/'));
    folder = dirname(folder);
  }
  const real = await fs.realPath(folder);
  const staysInside = isInside(await fs.realPath(join(root, climb)), real) || isInside(await fs.realPath(await repositoryOf(root, fs)), real);
  refuseIf(
    !staysInside,
    cannotWrite(
      path,
      `leads outside the solution through a symbolic link, to ${real}`,
      kind === 'modify' ? 'Put what the link leads to in its place, or leave this file to yourself.' : 'Put a folder of the solution in place of the link.',
    ),
  );
  const isFolder = (await fs.facts(real))?.kind === 'folder';
  const name = relative(root, folder).replaceAll(sep, '/');
  refuseIf(!isFolder, cannotWrite(path, `cannot be written: ${name} is not a folder`, `Choose another path, or move ${name} away.`));
  return missing;
}

/** The folder with `.git` at or above: a link from one of its folders to another leaves nothing. */
async function repositoryOf(root: string, fs: CommitFileSystem): Promise<string> {
  for (let folder = root; folder !== dirname(folder); folder = dirname(folder)) {
    if ((await fs.facts(join(folder, '.git'))) !== null) {
      return folder;
    }
  }
  return root;
}

async function checkFile(
  root: string,
  change: Change & { readonly before: string },
  facts: EntryFacts | null,
  fs: CommitFileSystem,
): Promise<void> {
  const { path, before } = change;
  if (facts === null) {
    throw new IssuesError([changedSincePlan(path, 'is gone')]);
  }
  refuseIf(
    facts.kind === 'link',
    cannotWrite(path, 'is a symbolic link, which a write would replace by a file', 'Put a file in its place.'),
  );
  refuseIf(facts.kind !== 'file', cannotWrite(path, 'is not a file', 'Move it away.'));
  // A rename would get past this flag, but somebody has set it: a guard, or a version control system that locks files.
  refuseIf((facts.mode & 0o222) === 0, cannotWrite(path, 'is read-only', `Make it writable (chmod u+w ${path}).`));
  await fs.checkWritable(join(root, path));
  const bytes = await fs.read(join(root, path));
  if (!bytes.equals(Buffer.from(before))) {
    throw new IssuesError([bytes.toString('utf8') === before ? notUtf8(path) : changedSincePlan(path, 'has other content now')]);
  }
}

function refuseIf(isBad: boolean, issue: ReturnType<typeof cannotWrite>): void {
  if (isBad) {
    throw new IssuesError([issue]);
  }
}
