import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withApplication } from '../support/application.ts';
import type { HostRecipe } from '../support/hosts/host-recipe.ts';
import { commitAll, type PreparedHost, prepareHost } from '../support/hosts/prepare-host.ts';
import { createDatabase } from '../support/postgres.ts';
import { treeHash } from '../support/tree-hash.ts';
import { writeProbe } from './probe.ts';

export interface Journey {
  readonly recipe: HostRecipe;
  /** Flags that answer what the host cannot. */
  readonly flags: readonly string[];
  /** The host's environment, given the URL of an empty PostgreSQL database. */
  readonly environment: (postgres: string) => Readonly<Record<string, string>>;
}

/** The part of the `--json` document that a journey reads. */
interface Document {
  readonly status: string;
  readonly changes: readonly { readonly path: string }[];
  readonly next: readonly string[];
}

const CLI = join(import.meta.dirname, '../../generators/cli.ts');

/** The main job on a real host: every step a user takes after `nest new`, in order. */
export function journey({ recipe, flags, environment }: Journey): void {
  describe(`add to ${[recipe.name, ...flags].join(' ')}`, () => {
    let host: PreparedHost;
    let env: Readonly<Record<string, string>>;
    let added: Document;
    const extension = recipe.nest === 12 ? '.js' : '';
    const add = async (): Promise<Document> => JSON.parse(await host.run('node', CLI, 'add', '--yes', '--json', ...flags)) as Document;
    const next = (pattern: RegExp): string | undefined => added.next.map((step) => pattern.exec(step)?.[0]).find((command) => command !== undefined);

    beforeAll(async () => {
      env = {
        ...environment(await createDatabase(recipe.name)),
        ConnectionStrings__AbpBackgroundJobsTest: await createDatabase(`${recipe.name} emitted tests`),
        npm_config_prefer_offline: 'true',
      };
      host = await prepareHost(recipe, env);
      if ('migration:run' in recipe.scripts) {
        await host.run('npm', 'run', 'migration:run');
      }
      added = await add();
    });
    afterAll(() => host?.remove());

    it('changes the files it names and no others', async () => {
      const changed = (await host.run('git', 'status', '--short', '--untracked-files=all')).trimEnd().split('\n');
      expect(changed.map((line) => line.slice(3)).toSorted()).toEqual(added.changes.map(({ path }) => path).toSorted());
      expect(added.status).toBe('done');
    });

    it('installs with the command it prints', async () => {
      await host.run('sh', '-c', next(/^npm install.*/) ?? 'true');
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

    it('migrates with the command it prints, after which the schema is what TypeORM expects', async () => {
      await host.run('sh', '-c', next(/^(npm run|npx) [^(]*migration:run[^(]*/) ?? 'false');
      if ('typeorm' in recipe.scripts) {
        expect(await host.run('npm', 'run', 'typeorm', '--', 'schema:log')).toContain('Your schema is up to date');
      }
    });

    it('runs a job in the booted application', async () => {
      await writeProbe(host.root, extension);
      await host.run('npm', 'run', 'build');
      await withApplication('node', ['dist/main.js'], { cwd: host.root, env }, async (url) => {
        const { id } = (await (await fetch(`${url}/probe`, { method: 'POST' })).json()) as { id: string };
        const state = async (): Promise<unknown> => (await fetch(`${url}/probe/${id}`)).json();
        await expect.poll(state, { timeout: 10_000 }).toEqual({ done: 'milk', isStored: false });
      });
    });

    it('has nothing to do a second time', async () => {
      const before = treeHash(host.root);
      expect((await add()).status).toBe('nothing-to-do');
      expect(treeHash(host.root)).toBe(before);
    });
  });
}
