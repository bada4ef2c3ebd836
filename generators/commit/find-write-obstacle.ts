import type { Issue } from '../errors/issue.ts';
import { IssuesError } from '../errors/issues-error.ts';
import type { Change } from '../plan/plan.ts';
import { checkTarget } from './check-target.ts';
import type { CommitFileSystem } from './commit-file-system.ts';
import { writeFailed } from './commit-issues.ts';
import { diskFileSystem } from './disk-file-system.ts';

/** Why these changes cannot be written as things stand (a read-only file, a file where a folder has to be), before anybody is asked to confirm them. */
export async function findWriteObstacle(root: string, changes: readonly Change[], fs: CommitFileSystem = diskFileSystem): Promise<Issue | null> {
  const obstacles = await Promise.all(changes.map((change) => obstacleOf(root, change, fs)));
  return obstacles.find((issue) => issue !== null) ?? null;
}

async function obstacleOf(root: string, change: Change, fs: CommitFileSystem): Promise<Issue | null> {
  try {
    await checkTarget(root, change, fs);
    return null;
  } catch (error) {
    return error instanceof IssuesError ? (error.issues[0] ?? null) : writeFailed('Writing', change.path, error);
  }
}
