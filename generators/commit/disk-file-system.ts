import { constants, type Stats } from 'node:fs';
import { access, copyFile, link, lstat, mkdir, open, readdir, readFile, realpath, rename, rmdir, unlink } from 'node:fs/promises';
import type { CommitFileSystem, EntryFacts } from './commit-file-system.ts';
import { errorCode } from './error-code.ts';

/** The real disk. */
export const diskFileSystem: CommitFileSystem = {
  facts: async (path) => {
    try {
      return factsOf(await lstat(path));
    } catch (error) {
      // ENOTDIR: a file stands where the path expects a folder, so nothing can be below it.
      return nothingIf(error, ['ENOENT', 'ENOTDIR'], null);
    }
  },
  realPath: (path) => realpath(path),
  list: (path) => readdir(path),
  read: (path) => readFile(path),
  checkWritable: (path) => access(path, constants.W_OK),
  write: async (path, content, like) => {
    const file = await open(path, 'wx');
    try {
      await file.writeFile(content);
      if (like) {
        // Root in a container works on somebody else's files; elsewhere a foreign owner cannot be kept, and need not be.
        await file
          .chown(like.owner.user, like.owner.group)
          .catch((error: unknown) => nothingIf(error, ['EPERM', 'EINVAL', 'ENOSYS', 'ENOTSUP'], undefined));
        // After chown, which clears the set-user-id bits.
        await file.chmod(like.mode);
      }
      await file.sync();
    } finally {
      await file.close();
    }
  },
  keep: async (path, secondName) => {
    try {
      await link(path, secondName);
    } catch {
      await copyFile(path, secondName, constants.COPYFILE_EXCL);
    }
  },
  rename: (from, to) => rename(from, to),
  remove: (path) => unlink(path).catch((error: unknown) => nothingIf(error, ['ENOENT'], undefined)),
  makeFolder: async (path) => {
    await mkdir(path);
  },
  removeFolder: (path) => rmdir(path).catch((error: unknown) => nothingIf(error, ['ENOENT'], undefined)),
};

function factsOf(stats: Stats): EntryFacts {
  const kind = stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : stats.isSymbolicLink() ? 'link' : 'other';
  return { kind, mode: stats.mode & 0o7777, owner: { user: stats.uid, group: stats.gid } };
}

function nothingIf<T>(error: unknown, codes: readonly string[], nothing: T): T {
  if (codes.includes(errorCode(error))) {
    return nothing;
  }
  throw error;
}
