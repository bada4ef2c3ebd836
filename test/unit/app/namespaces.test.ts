import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createEnv } from 'yeoman-environment';
import { temporaryFolder } from '../../support/write-files.ts';

const repository = join(import.meta.dirname, '../../..');

describe('Yeoman namespaces', () => {
  const { root, remove } = temporaryFolder({});
  afterAll(remove);

  it('are exactly the commands that exist', async () => {
    mkdirSync(join(root, 'node_modules'));
    symlinkSync(repository, join(root, 'node_modules/generator-abp-background-jobs'));
    const env = createEnv();
    await env.lookup({ npmPaths: [join(root, 'node_modules')], localOnly: true });
    expect(Object.keys(env.getGeneratorsMeta())).toEqual(['abp-background-jobs:app']);
  });

  it('cannot come from a folder by accident: no index file stands outside the commands', () => {
    const indexes = ['generators', 'templates', 'test'].flatMap((folder) =>
      readdirSync(join(repository, folder), { recursive: true })
        .map((path) => `${folder}/${String(path)}`)
        .filter((path) => /^(generators\/[^/]+|templates|test)\/index\.[cm]?[jt]s$/.test(path)),
    );
    expect(indexes).toEqual(['generators/app/index.ts']);
  });
});
