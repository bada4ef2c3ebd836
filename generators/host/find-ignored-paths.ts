import { spawnSync } from 'node:child_process';
import { isAbsolute, posix } from 'node:path';
import ignore from 'ignore';
import { gitEnvironment } from './git-environment.ts';
import type { HostFiles } from './host-files.ts';
import { foldersOn, relativePath } from './host-path.ts';
import { repositoryRoot } from './repository-root.ts';

/** A path that git leaves out, and the line that says so. */
export interface IgnoredPath {
  readonly path: string;
  /** The file with the pattern: relative to the host's root, or absolute for one of the user's own. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly pattern: string;
}

/**
 * Which of these paths git would leave out of a commit: as git itself says with all its files of patterns, and where it cannot be asked, by the
 * .gitignore files of the host.
 *
 * @param paths posix, relative to the host's root; they need not be there yet, a folder that is not has a slash at its end.
 */
export function findIgnoredPaths(root: string, files: HostFiles, paths: readonly string[]): readonly IgnoredPath[] {
  const top = repositoryRoot(files);
  return (top === null ? null : askGit(root, top, paths)) ?? readIgnoreFiles(files, top ?? '.', paths);
}

/** `null` where git is not there, or not usable. */
function askGit(root: string, top: string, paths: readonly string[]): readonly IgnoredPath[] | null {
  const asked = spawnSync('git', ['check-ignore', '--verbose', '-z', '--stdin'], { cwd: root, env: gitEnvironment(), input: paths.join('\0'), encoding: 'utf8' });
  // 1: none of them is ignored.
  if (asked.status !== 0 && asked.status !== 1) {
    return null;
  }
  const words = asked.stdout.split('\0');
  const found: IgnoredPath[] = [];
  for (let index = 0; index + 3 < words.length; index += 4) {
    const [source = '', line = '', pattern = '', path = ''] = words.slice(index, index + 4);
    // The last pattern that fits may be one that takes the path out again.
    if (!pattern.startsWith('!')) {
      found.push({ path, file: isAbsolute(source) ? source : posix.join(top, source), line: Number(line), pattern });
    }
  }
  return found;
}

function readIgnoreFiles(files: HostFiles, top: string, paths: readonly string[]): readonly IgnoredPath[] {
  return paths.flatMap((path) => ignoredBy(files, top, path) ?? []);
}

/** The nearest file of patterns decides, unless one further up leaves out a folder on the way. */
function ignoredBy(files: HostFiles, top: string, path: string): IgnoredPath | null {
  const last = path.replace(/\/$/, '');
  for (const target of [...foldersOn(last), last]) {
    const isFolder = target !== last || path.endsWith('/') || files.exists(target) === 'folder';
    for (const folder of [...foldersOn(target).toReversed(), ...upTo(top)]) {
      const file = posix.join(folder, '.gitignore');
      const text = files.read(file);
      if (text === null) continue;
      const relative = relativePath(files, folder, target);
      const { ignored, unignored, rule } = ignore().add(text).test(isFolder ? `${relative}/` : relative);
      if (unignored) break;
      if (ignored) {
        const pattern = rule?.pattern ?? '';
        return { path, file, pattern, line: text.split(/\r?\n/).findLastIndex((line) => line.trim() === pattern) + 1 };
      }
    }
  }
  return null;
}

/** The host's root and the folders above it that count. */
function upTo(top: string): readonly string[] {
  return top === '.' ? ['.'] : ['.', ...top.split('/').map((_, index) => Array.from({ length: index + 1 }, () => '..').join('/'))];
}
