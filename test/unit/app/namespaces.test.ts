import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createEnv } from 'yeoman-environment';
import { run } from '../../support/run.ts';

const repository = join(import.meta.dirname, '../../..');

describe('Yeoman namespaces', () => {
  beforeAll(() => run(process.execPath, ['test/support/scripts/build.ts'], { cwd: repository }), 60_000);

  it('are exactly the commands that exist', async () => {
    const env = createEnv();
    await env.lookup({ packagePaths: [repository], localOnly: true });
    expect(env.getGeneratorsMeta && Object.keys(env.getGeneratorsMeta())).toEqual(['abp-background-jobs:app']);
  });

  it('cannot come from a folder by accident: no index file stands outside the commands', () => {
    const indexes = ['generators', 'templates', 'test'].flatMap((folder) =>
      readdirSync(join(repository, folder), { recursive: true })
        .map((path) => `${folder}/${String(path)}`)
        .filter((path) => /^[^/]+(\/[^/]+)?\/index\.[cm]?[jt]s$/.test(path)),
    );
    expect(indexes).toEqual(['generators/app/index.ts']);
  });
});
