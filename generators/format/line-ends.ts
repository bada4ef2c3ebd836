import { spawnSync } from 'node:child_process';
import { posix } from 'node:path';
import { foldersUpwards } from '../host/folders-upwards.ts';
import type { HostFiles } from '../host/host-files.ts';
import { gitEnvironment } from '../host/git-environment.ts';
import type { LineEnd } from './host-formatter.ts';

/** The text with these line ends throughout. */
export function withLineEnd(text: string, lineEnd: LineEnd): string {
  return text.replaceAll(/\r?\n/g, lineEnd);
}

/**
 * The line ends that .gitattributes gives to files which git does not have yet: `eol=crlf` makes them CRLF at the next checkout. Paths it says
 * nothing about are left out, all of them where git is not to be had.
 */
export function gitLineEnds(root: string, files: HostFiles, paths: readonly string[]): ReadonlyMap<string, LineEnd> {
  const hasAttributes = foldersUpwards(files, '.').some((folder) => files.exists(posix.join(folder, '.gitattributes')) === 'file');
  if (!hasAttributes) {
    return new Map();
  }
  const { stdout, status } = spawnSync('git', ['check-attr', '-z', '--stdin', 'eol'], { cwd: root, env: gitEnvironment(), input: paths.join('\0'), encoding: 'utf8' });
  const words = status === 0 ? stdout.split('\0') : [];
  const found = new Map<string, LineEnd>();
  for (let index = 0; index + 2 < words.length; index += 3) {
    const [path = '', , value] = words.slice(index, index + 3);
    if (value === 'crlf' || value === 'lf') {
      found.set(path, value === 'crlf' ? '\r\n' : '\n');
    }
  }
  return found;
}
