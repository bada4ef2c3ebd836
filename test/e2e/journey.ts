import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HostRecipe } from '../support/hosts/host-recipe.ts';
import { commitAll, type PreparedHost, prepareHost } from '../support/hosts/prepare-host.ts';
import { createMongoDatabase } from '../support/mongo.ts';
import { createDatabase } from '../support/postgres.ts';
import { treeHash } from '../support/tree-hash.ts';
import { type AddDocument, addTo } from './add-document.ts';
import { type Creation, creations } from './creation.ts';
import { writeProbe } from './probe.ts';
import { runProbe } from './run-probe.ts';

export interface Journey {
  readonly recipe: HostRecipe;
  /** Flags that answer what the host cannot. */
  readonly flags: readonly string[];
  /** How the table or collection of the jobs comes to be. */
  readonly creation: Creation;
  /** The host's environment, given the URLs of an empty database on either server. */
  readonly environment: (urls: { readonly postgres: string; readonly mongodb: string }) => Readonly<Record<string, string>>;
}

/** The main job on a real host: every step a user takes after `nest new`, in order. */
export function journey({ recipe, flags, creation, environment }: Journey): void {
  describe(`add to ${[recipe.name, ...flags].join(' ')}`, () => {
    let host: PreparedHost;
    let added: AddDocument;
    const extension = recipe.nest === 12 ? '.js' : '';
    const next = (pattern: RegExp): string | undefined => added.next.map((step) => pattern.exec(step)?.[0]).find((command) => command !== undefined);

    beforeAll(async () => {
      const env = {
        ConnectionStrings__AbpBackgroundJobsTest: await createDatabase(`${recipe.name} emitted tests`),
        ...environment({ postgres: await createDatabase(recipe.name), mongodb: await createMongoDatabase(recipe.name) }),
      };
      host = await prepareHost(recipe, env);
      if ('migration:run' in recipe.scripts) {
        await host.run('npm', 'run', 'migration:run');
      }
      added = await addTo(host, flags);
    });
    afterAll(() => host?.remove());

    it('changes the files it names and no others', async () => {
      const changed = (await host.run('git', 'status', '--short', '--untracked-files=all')).trimEnd().split('\n');
      expect(changed.map((line) => line.slice(3)).toSorted()).toEqual(added.changes.map(({ path }) => path).toSorted());
      expect(added.status).toBe('done');
    });

    it('prints the command that installs what the host lacks, and none where it has all', async () => {
      const command = next(/^npm install.*/);
      expect(command === undefined).toBe('croner' in recipe.dependencies);
      await host.run('sh', '-c', command ?? 'true');
      await commitAll(host.run, 'background jobs added');
    });

    it('type-checks', () => host.run('node_modules/.bin/tsc', '--noEmit'));

    it("passes the host's linter and formatter as it is", async () => {
      expect(await host.run('npm', 'run', 'lint')).not.toContain('background-jobs/');
      await host.run('node_modules/.bin/prettier', '--check', 'src');
      expect(await host.run('git', 'status', '--short')).toBe('');
    });

    it("passes the host's tests and its own", async () => {
      // Jest reports on the standard error stream.
      expect(await host.run('sh', '-c', 'npm test 2>&1')).toMatch(/(✓|PASS) src\/background-jobs\//);
    });

    it(`${creations[creation].step}`, () => creations[creation].run({ host, recipe, next }));

    it('runs a job in the booted application', async () => {
      await writeProbe(host.root, extension);
      await runProbe(host);
    });

    it('has nothing to do a second time', async () => {
      const before = treeHash(host.root);
      expect((await addTo(host, flags)).status).toBe('nothing-to-do');
      expect(treeHash(host.root)).toBe(before);
    });
  });
}
