import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { runAdd } from '../../../generators/app/run-add.ts';
import { gitBlobHash } from '../../../generators/manifest/git-blob-hash.ts';
import type { Manifest, ManifestPatch } from '../../../generators/manifest/manifest.ts';
import { readManifest } from '../../../generators/manifest/read-manifest.ts';
import { mixes, type Mix } from '../../golden/mixes.ts';
import { temporaryFolder } from '../../support/write-files.ts';

type Files = Readonly<Record<string, string>>;

const manifestPath = 'src/background-jobs/.abp-background-jobs.json';
const typeorm = mixes.find(({ name }) => name === 'nest11-cjs-postgres-typeorm');

/** Two lists in a file of their own, which both the application and the command line's data source take: several patches meet in one file. */
const lists: Mix = {
  name: 'lists in another file',
  flags: { database: 'postgres' },
  files: {
    ...typeorm?.files,
    'src/app.module.ts': `import { Module } from '@nestjs/common';\nimport { TypeOrmModule } from '@nestjs/typeorm';\nimport { options } from './database';\n\n@Module({ imports: [TypeOrmModule.forRoot(options)] })\nexport class AppModule {}\n`,
    'src/database.ts': `import { DataSource } from 'typeorm';\n\nexport const options = { type: 'postgres' as const, entities: [], migrations: [] };\nexport default new DataSource(options);\n`,
  },
};
const windows = ({ name, flags, files }: Mix): Mix => ({
  name: `${name}, CRLF and BOM`,
  flags,
  files: Object.fromEntries(Object.entries(files).map(([path, text]) => [path, `${path.startsWith('src/') ? '\uFEFF' : ''}${text.replaceAll('\n', '\r\n')}`])),
});
const hosts = [...mixes, lists, windows(lists), ...mixes.slice(0, 2).map(windows)];

describe('the manifest', () => {
  const folders: (() => void)[] = [];
  afterEach(() => folders.splice(0).forEach((remove) => remove()));

  async function added({ files, flags }: Mix) {
    const { root, remove } = temporaryFolder(files);
    folders.push(remove);
    const add = () => runAdd({ ...flags, yes: true, skipInstall: true, cwd: root }, { prompter: null, show: () => undefined });
    return { root, add, outcome: await add() };
  }

  it.each(hosts)('tells every file as it was written, and holds what takes every patch back to the byte: $name', async (mix) => {
    const { root, outcome } = await added(mix);
    const manifest = manifestIn(root);
    expect(manifest.files.filter(({ path, written }) => gitBlobHash(readFileSync(join(root, path))) !== written)).toEqual([]);
    const told = [...manifest.files, ...manifest.patches].map(({ path }) => path);
    expect(new Set([...told, manifestPath])).toEqual(new Set(outcome.plan?.changes.map(({ path }) => path)));
    expect(manifest.migrations.map(({ path }) => path).filter((path) => !told.includes(path))).toEqual([]);

    takeBack(root, manifest.patches);
    manifest.files.forEach(({ path }) => rmSync(join(root, path)));
    rmSync(join(root, manifestPath));
    expect(filesIn(root)).toEqual(mix.files);
  });

  it('is extended by what a later run puts back, so that the later patches can be taken back too', async () => {
    const { root, add } = await added(lists);
    const before = { ...filesIn(root), 'src/app.module.ts': lists.files['src/app.module.ts'] ?? '', 'src/database.ts': lists.files['src/database.ts'] ?? '' };
    ['src/app.module.ts', 'src/database.ts'].forEach((path) => writeFileSync(join(root, path), before[path as keyof typeof before]));
    const first = manifestIn(root);

    expect(await add()).toMatchObject({ status: 'done', issues: [], plan: { issues: [] } });
    const extended = manifestIn(root);
    expect({ ...extended, patches: extended.patches.slice(0, first.patches.length) }).toEqual(first);
    expect(extended.patches.slice(first.patches.length).map(({ path, what }) => `${what} ${path}`)).toEqual([
      'register-module src/app.module.ts',
      'register-entity src/database.ts',
      'register-migration src/database.ts',
      'layout src/app.module.ts',
    ]);
    takeBack(root, extended.patches.slice(first.patches.length));
    expect({ ...filesIn(root), [manifestPath]: before[manifestPath as keyof typeof before] }).toEqual(before);
  });
});

function manifestIn(root: string): Manifest {
  const read = readManifest({ path: manifestPath, text: readFileSync(join(root, manifestPath), 'utf8') });
  expect.assert(read.kind === 'read');
  return read.manifest;
}

/** From the last patch to the first, each in the very text it left. */
function takeBack(root: string, patches: readonly ManifestPatch[]): void {
  for (const { path, hash, edits } of patches.toReversed()) {
    const text = readFileSync(join(root, path), 'utf8');
    expect(gitBlobHash(text)).toBe(hash);
    const original = edits.reduce((current, { start, earlier, inserted }) => {
      // Edits ascend, and those before have been taken back already: `start` holds as it is.
      expect(current.slice(start, start + inserted.length)).toBe(inserted);
      return current.slice(0, start) + earlier + current.slice(start + inserted.length);
    }, text);
    writeFileSync(join(root, path), original);
  }
}

function filesIn(root: string): Files {
  const paths = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(paths.map((entry) => join(entry.parentPath, entry.name)).map((path) => [path.slice(root.length + 1), readFileSync(path, 'utf8')]));
}
