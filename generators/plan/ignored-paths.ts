import { posix } from 'node:path';
import type { Issue } from '../errors/issue.ts';
import { findIgnoredPaths, type IgnoredPath } from '../host/find-ignored-paths.ts';
import type { HostFiles } from '../host/host-files.ts';
import { foldersOn, relativePath } from '../host/host-path.ts';
import type { Host } from '../host/host.ts';
import type { Change } from './plan.ts';

/** Told before anything is written: files that no commit would take along, by the line that says so. */
export function ignoredPaths(host: Host, files: HostFiles, modulePath: string, changes: readonly Change[]): readonly Issue[] {
  const created = changes.filter(({ kind }) => kind === 'create').map(({ path }) => path);
  const ignored = findIgnoredPaths(host.root, files, created);
  const byLine = Map.groupBy(ignored, ({ file, line }) => `${file}:${line}`);
  return [...byLine.values()].map((group) => issueOf(host, files, modulePath, group, created.length));
}

function issueOf(host: Host, files: HostFiles, modulePath: string, group: readonly IgnoredPath[], written: number): Issue {
  const [{ file, line, pattern }] = group as readonly [IgnoredPath, ...IgnoredPath[]];
  const ofModule = group.filter(({ path }) => path.startsWith(`${modulePath}/`));
  const others = group.filter((ignored) => !ofModule.includes(ignored));
  const targets = [...(ofModule.length > 1 ? [`${modulePath}/`] : ofModule.map(({ path }) => path)), ...others.map(({ path }) => path)];
  const other = ofModule.length > 0 && others.length === 0 ? otherPath(host, files, modulePath) : null;
  // Patterns of the user's own files and of .git/info/exclude yield to those of a .gitignore.
  const place = posix.basename(file) === '.gitignore' ? file : '.gitignore';
  return {
    code: 'ignored-by-git',
    severity: 'warning',
    message: `Git ignores ${group.length} of the ${written} files that are written, so a commit will lack them: "${pattern}" in ${file}.`,
    file,
    line,
    expected: 'files that a commit takes along',
    found: group.length > 3 ? `${group.slice(0, 3).map(({ path }) => path).join(', ')}, …` : group.map(({ path }) => path).join(', '),
    remedy: `Put the lines below at the end of ${place}${other === null ? '' : `, or choose --path ${other}`}.`,
    snippet: linesFor(host.root, files, posix.dirname(place), targets).join('\n'),
  };
}

/**
 * Takes paths out again: every folder on the way that is ignored itself is opened, and all else in it shut.
 * @param targets files, and folders with a slash at their end.
 */
function linesFor(root: string, files: HostFiles, base: string, targets: readonly string[]): readonly string[] {
  const parents = [...new Set(targets.flatMap((target) => foldersOn(relativePath(files, base, target))))].toSorted((one, other) => one.length - other.length);
  const asked = new Map(parents.map((folder) => [posix.join(base, folder) + (files.exists(posix.join(base, folder)) === 'folder' ? '' : '/'), folder]));
  const shut = findIgnoredPaths(root, files, [...asked.keys()]).map(({ path }) => asked.get(path) ?? path);
  const opened = parents.filter((folder) => shut.includes(folder)).flatMap((folder) => [`!/${folder}/`, `/${folder}/*`]);
  const out = targets.flatMap((target) => {
    // The time in the name of a migration is another one in the next run.
    const name = relativePath(files, base, target).replace(/\/\d{10,}(?=[^/]*$)/, '/*');
    return target.endsWith('/') ? [`!/${name}/`, `!/${name}/**`] : [`!/${name}`];
  });
  return [...opened, ...out];
}

/** A folder that would do. */
function otherPath({ root, sourceRoot }: Host, files: HostFiles, modulePath: string): string | null {
  const names = ['background-jobs', 'abp-background-jobs', 'jobs', 'modules/background-jobs'];
  const candidates = names.map((name) => posix.join(sourceRoot.value, name)).filter((path) => path !== modulePath && files.exists(path) === null);
  const ignored = new Set(findIgnoredPaths(root, files, candidates.map((path) => `${path}/background-jobs.module.ts`)).map(({ path }) => posix.dirname(path)));
  return candidates.find((path) => !ignored.has(path)) ?? null;
}
