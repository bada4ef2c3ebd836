/** What a commit has to know of a file or folder before it replaces it. */
export interface EntryFacts {
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  /** Permission bits. */
  readonly mode: number;
  readonly owner: { readonly user: number; readonly group: number };
}

/**
 * All that a commit does to a disk. Paths are absolute. Methods reject with Node's errors (`code`, `errno`). Every step of a commit goes
 * through here, so that a test can let each of them fail.
 */
export interface CommitFileSystem {
  /** Facts about the entry itself, a link not followed; `null` where there is none. */
  facts(path: string): Promise<EntryFacts | null>;
  realPath(path: string): Promise<string>;
  /** Names in a folder. */
  list(path: string): Promise<readonly string[]>;
  read(path: string): Promise<Buffer>;
  /** Rejects when this user may not write to the file. */
  checkWritable(path: string): Promise<void>;
  /** Creates a file that must not exist, with the permissions and owner of `like`, and waits until it is on the disk. */
  write(path: string, content: string, like: EntryFacts | null): Promise<void>;
  /** Gives a file a second name; a copy where the disk knows no hard links. */
  keep(path: string, secondName: string): Promise<void>;
  /** Replaces `to` in one step. */
  rename(from: string, to: string): Promise<void>;
  /** Does nothing when there is no such file. */
  remove(path: string): Promise<void>;
  /** Rejects with `EEXIST` when it is there. */
  makeFolder(path: string): Promise<void>;
  /** Removes a folder that must be empty; does nothing when there is none. */
  removeFolder(path: string): Promise<void>;
}
