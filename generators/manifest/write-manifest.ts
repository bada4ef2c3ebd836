import type { Manifest } from './manifest.ts';

/**
 * The text of a manifest, before the host's formatter. The same facts always give the same text, and one fact is one line, so that it makes
 * small diffs and branches merge it: objects of strings, which no formatter breaks or joins.
 */
export function writeManifest(manifest: Manifest): string {
  const { format, options, files, patches, dependencies, migrations } = manifest;
  const ordered = {
    format,
    options,
    files: members(sortedBy(files, 'path'), ({ path, template, version, render, written, token }) => [path, [template, version, render, written, token]]),
    patches: patches.map(({ path, what, hash, edits }) => ({
      path,
      what,
      hash,
      edits: edits.map(({ start, earlier, inserted }) => ({ start, earlier, inserted })),
    })),
    dependencies: members(sortedBy(dependencies, 'name'), ({ name, range, section }) => [name, [section, range]]),
    migrations: members(migrations, ({ id, path, name }) => [id, [name, path]]),
  };
  return `${JSON.stringify(ordered, null, 2)}\n`;
}

function members<Item>(items: readonly Item[], member: (item: Item) => readonly [key: string, words: readonly string[]]): Readonly<Record<string, string>> {
  return Object.fromEntries(items.map(member).map(([key, words]) => [key, words.join(' ')]));
}

function sortedBy<Key extends string, Item extends Readonly<Record<Key, string>>>(items: readonly Item[], key: Key): readonly Item[] {
  return items.toSorted((one, other) => (one[key] < other[key] ? -1 : Number(one[key] > other[key])));
}
