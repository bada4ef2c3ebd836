import { afterAll, describe, expect, it } from 'vitest';
import { withApplication } from '../support/application.ts';
import type { HostRecipe } from '../support/hosts/host-recipe.ts';
import { nest11Cjs } from '../support/hosts/nest11-cjs.ts';
import { nest11GlobsSqlite } from '../support/hosts/nest11-globs-sqlite.ts';
import { nest11TypeormListsCli } from '../support/hosts/nest11-typeorm-lists-cli.ts';
import { nest11Mongodb } from '../support/hosts/nest11-mongodb.ts';
import { nest12Esm } from '../support/hosts/nest12-esm.ts';
import { nest12Mongoose } from '../support/hosts/nest12-mongoose.ts';
import { nest12Typeorm } from '../support/hosts/nest12-typeorm.ts';
import { type PreparedHost, prepareHost } from '../support/hosts/prepare-host.ts';
import { createMongoDatabase } from '../support/mongo.ts';
import { createDatabase } from '../support/postgres.ts';

/** What a journey tells about the generator holds only if its host is sound before. */
describe.each<HostRecipe>([nest12Esm, nest12Typeorm, nest12Mongoose, nest11Cjs, nest11Mongodb, nest11TypeormListsCli, nest11GlobsSqlite])('the host $name by itself', (recipe) => {
  let host: PreparedHost | undefined;
  afterAll(() => host?.remove());

  it('builds, lints, migrates, passes its tests and answers, and none of that changes its sources', async () => {
    const env = { DATABASE_URL: await createDatabase(recipe.name), DATABASE_FILE: 'host.sqlite', MONGODB_URL: await createMongoDatabase(recipe.name) };
    host = await prepareHost(recipe, env);
    await host.run('npm', 'run', 'build');
    await host.run('npm', 'run', 'lint');
    if ('migration:run' in recipe.scripts) {
      await host.run('npm', 'run', 'migration:run');
      expect(await host.run('npm', 'run', 'typeorm', '--', 'schema:log')).toContain('Your schema is up to date');
    }
    await host.run('npm', 'test');
    await withApplication('node', ['dist/main.js'], { cwd: host.root, env: host.env }, async (url) => {
      expect(await (await fetch(url)).text()).toBe('Hello World!');
    });
    expect(await host.run('git', 'status', '--short')).toBe('');
  });
});
