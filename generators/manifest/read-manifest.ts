import { posix } from 'node:path';
import type { Issue } from '../errors/issue.ts';
import type { SourceText } from '../patch/patch.ts';
import { manifestFormat, patchKinds, type Manifest } from './manifest.ts';

export type ManifestReading = { readonly kind: 'read'; readonly manifest: Manifest } | { readonly kind: 'refused'; readonly issue: Issue };

/** Says where a value stands in the manifest, and what is wrong with it. */
class Misfit extends Error {}

/** Checks every value: a manifest comes with the repository, and paths from it are written to. Keys we do not know are left out. */
export function readManifest(source: SourceText): ManifestReading {
  let json: unknown;
  try {
    json = JSON.parse(source.text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return { kind: 'refused', issue: unreadable(source, error instanceof Error ? error.message : String(error)) };
  }
  try {
    const format = record(json, 'manifest')['format'];
    if (typeof format === 'number' && format > manifestFormat) {
      return { kind: 'refused', issue: newer(source, format) };
    }
    return { kind: 'read', manifest: toManifest(record(json, 'manifest')) };
  } catch (error) {
    if (error instanceof Misfit) {
      return { kind: 'refused', issue: unreadable(source, error.message) };
    }
    throw error;
  }
}

function toManifest(json: Fields): Manifest {
  return {
    format: oneOf([manifestFormat], json['format'], 'format'),
    options: Object.fromEntries(
      Object.entries(record(json['options'], 'options')).map(([name, value]) => [name, option(value, `options.${name}`)]),
    ),
    files: members(json['files'], 'files', 5, (file, [template = '', version = '', render, written, token], at) => ({
      path: pathInside(file, at),
      template,
      version,
      render: hash(render, at),
      written: hash(written, at),
      token: hash(token, at),
    })),
    patches: list(json['patches'], 'patches', (patch, at) => ({
      path: path(patch['path'], `${at}.path`),
      what: oneOf(patchKinds, patch['what'], `${at}.what`),
      hash: hash(patch['hash'], `${at}.hash`),
      edits: list(patch['edits'], `${at}.edits`, (edit, at) => ({
        start: offset(edit['start'], `${at}.start`),
        earlier: text(edit['earlier'], `${at}.earlier`),
        inserted: text(edit['inserted'], `${at}.inserted`),
      })),
    })),
    dependencies: members(json['dependencies'], 'dependencies', 2, (name, [section, range = ''], at) => ({
      name,
      range,
      section: oneOf(['dependencies', 'devDependencies'], section, at),
    })),
    migrations: members(json['migrations'], 'migrations', 2, (id, [name = '', file], at) => ({ id, name, path: pathInside(file, at) })),
  };
}

type Fields = Readonly<Record<string, unknown>>;

function record(value: unknown, at: string): Fields {
  return check(typeof value === 'object' && value !== null && !Array.isArray(value), value as Fields, at, 'an object');
}

function list<T>(value: unknown, at: string, item: (fields: Fields, at: string) => T): readonly T[] {
  const items = check(Array.isArray(value), value as readonly unknown[], at, 'a list');
  return items.map((entry, index) => item(record(entry, `${at}[${index}]`), `${at}[${index}]`));
}

/** The members of an object whose values are so many words, of which the last may hold spaces. */
function members<T>(value: unknown, at: string, count: number, item: (key: string, words: readonly string[], at: string) => T): readonly T[] {
  return Object.entries(record(value, at)).map(([key, entry]) => {
    const where = `${at}.${key}`;
    const words = text(entry, where).split(' ');
    check(words.length >= count, entry, where, `${count} words`);
    return item(key, [...words.slice(0, count - 1), words.slice(count - 1).join(' ')], where);
  });
}

function text(value: unknown, at: string): string {
  return check(typeof value === 'string', value as string, at, 'a text');
}

function option(value: unknown, at: string): string | boolean | null {
  return check(
    value === null || typeof value === 'string' || typeof value === 'boolean',
    value as string | boolean | null,
    at,
    'a text, true, false or null',
  );
}

function offset(value: unknown, at: string): number {
  return check(Number.isSafeInteger(value) && (value as number) >= 0, value as number, at, 'a number of characters');
}

function hash(value: unknown, at: string): string {
  return check(/^[0-9a-f]{40}$/.test(text(value, at)), value as string, at, 'a git blob hash');
}

/** The package.json of a workspace, which a patch may name, can lie above the host's root. */
function path(value: unknown, at: string): string {
  const found = text(value, at);
  const isProper = found !== '' && found === posix.normalize(found) && !posix.isAbsolute(found) && !/[\\:]|\/$/.test(found);
  return check(isProper, found, at, 'a path relative to the root of the solution');
}

function pathInside(value: unknown, at: string): string {
  const found = path(value, at);
  return check(found !== '..' && !found.startsWith('../'), found, at, 'a path inside the solution');
}

function oneOf<T extends string | number>(known: readonly T[], value: unknown, at: string): T {
  return check(known.includes(value as T), value as T, at, known.map((one) => JSON.stringify(one)).join(' or '));
}

function check<T>(isRight: boolean, value: T, at: string, expected: string): T {
  if (!isRight) {
    throw new Misfit(`"${at}" is ${JSON.stringify(value) ?? 'missing'} instead of ${expected}`);
  }
  return value;
}

function unreadable({ path, text }: SourceText, why: string): Issue {
  const conflict = text.split('\n').findIndex((line) => line.startsWith('<<<<<<<'));
  return {
    code: 'file-unreadable',
    severity: 'error',
    message: conflict < 0 ? `${path} is damaged: ${why}.` : `${path} has unresolved merge conflicts.`,
    file: path,
    ...(conflict >= 0 && { line: conflict + 1 }),
    remedy: `Take the last good version from the repository (git checkout -- ${path}), then run the command again.`,
  };
}

function newer({ path }: SourceText, format: number): Issue {
  return {
    code: 'file-unreadable',
    severity: 'error',
    message: `${path} was written by a newer version of the generator.`,
    file: path,
    expected: `manifest format ${manifestFormat}`,
    found: `manifest format ${format}`,
    remedy: 'Update the generator: npm install --save-dev generator-abp-background-jobs@latest (or --global, as you have it).',
  };
}
