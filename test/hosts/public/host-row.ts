import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A public application that is tried. */
export interface HostRow {
  /** `owner/name` */
  readonly repo: string;
  readonly commit: string;
  /** The application's folder in it, where `add` is called. */
  readonly app: string;
  /** Flags of `add`: answers that the host cannot give. */
  readonly flags: readonly string[];
  /** Folder of the work tree, a git repository. */
  readonly checkout: string;
}

const LISTS = ['hosts.jsonl', 'hosts.json'];

/**
 * The hosts in a folder of work trees, each called `<owner>+<name>`: those that its list (`hosts.jsonl` or `hosts.json`) names, else every work tree
 * whose own package.json has Nest.
 * @throws where the list names one that is not there.
 */
export function readHostRows(folder: string): readonly HostRow[] {
  const list = LISTS.map((name) => join(folder, name)).find((file) => existsSync(file));
  return list === undefined ? findRows(folder) : readList(list).map((row) => complete(row, folder));
}

/** Tells a host's application apart from every other, as a name of files. */
export function keyOf({ repo, commit, app }: HostRow): string {
  return [repo, commit.slice(0, 12), ...(app === '.' ? [] : [app])].join('@').replaceAll('/', '+');
}

type ListedRow = Pick<HostRow, 'repo' | 'commit'> & Partial<Pick<HostRow, 'app' | 'flags'>>;

function readList(file: string): readonly ListedRow[] {
  const text = readFileSync(file, 'utf8');
  if (file.endsWith('.jsonl')) {
    return text.split('\n').filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as ListedRow);
  }
  const parsed = JSON.parse(text) as readonly ListedRow[] | { readonly hosts: readonly ListedRow[] };
  return 'hosts' in parsed ? parsed.hosts : parsed;
}

function complete({ repo, commit, app = '.', flags = [] }: ListedRow, folder: string): HostRow {
  const checkout = join(folder, repo.replaceAll('/', '+'));
  if (!existsSync(join(checkout, '.git'))) {
    throw new Error(`${repo} is in the list, and ${checkout} is no work tree of git.`);
  }
  return { repo, commit, app, flags, checkout };
}

function findRows(folder: string): readonly HostRow[] {
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, '.git')) && hasNest(join(folder, name, 'package.json')))
    .map((name) => ({ repo: name.replace('+', '/'), commit: 'HEAD', app: '.', flags: [], checkout: join(folder, name) }));
}

function hasNest(manifest: string): boolean {
  return existsSync(manifest) && /"@nestjs\/core"/.test(readFileSync(manifest, 'utf8'));
}
