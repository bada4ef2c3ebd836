/** The host's files as text. Paths are posix and relative to the host's root; `..` reaches a workspace root above it. */
export interface HostFiles {
  /** Absolute and with forward slashes, one of them first: `/home/me/shop`, `/C:/shop`. For comparing paths, not for opening files. */
  readonly root: string;
  /** The text with its BOM and line ends as they are; `null` when there is no such file. */
  read(path: string): string | null;
  exists(path: string): 'file' | 'folder' | null;
  /** Names in a folder, folders with a trailing slash, sorted; empty when there is no such folder. */
  list(path: string): readonly string[];
}
