import type { Manifest } from './manifest.ts';

/** The text of a manifest. The same facts always give the same text, so that it makes small diffs. */
export function writeManifest(manifest: Manifest): string {
  const { version, generator, options, files, patches, dependencies, migrations } = manifest;
  const ordered: Manifest = {
    version,
    generator: { name: generator.name, version: generator.version },
    options,
    files: sortedBy(files, 'path').map(({ path, template, hash }) => ({ path, template, hash })),
    patches: patches.map(({ path, what, hash, edits }) => ({
      path,
      what,
      hash,
      edits: edits.map(({ start, removed, inserted }) => ({ start, removed, inserted })),
    })),
    dependencies: sortedBy(dependencies, 'name').map(({ name, range, section }) => ({ name, range, section })),
    migrations: migrations.map(({ path, name }) => ({ path, name })),
  };
  return `${JSON.stringify(ordered, null, 2)}\n`;
}

function sortedBy<Key extends string, Item extends Readonly<Record<Key, string>>>(items: readonly Item[], key: Key): readonly Item[] {
  return items.toSorted((one, other) => (one[key] < other[key] ? -1 : Number(one[key] > other[key])));
}
