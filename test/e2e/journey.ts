import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withApplication } from '../support/application.ts';
import type { HostRecipe } from '../support/hosts/host-recipe.ts';
import { commitAll, type PreparedHost, prepareHost } from '../support/hosts/prepare-host.ts';
import { createMongoDatabase } from '../support/mongo.ts';
import { createDatabase } from '../support/postgres.ts';
import { treeHash } from '../support/tree-hash.ts';
import { type AddDocument, addTo } from './add-document.ts';
import { writeProbe } from './probe.ts';
import { runProbe } from './run-probe.ts';

export interface Journey {
  readonly recipe: HostRecipe;
  /** Flags that answer what the host cannot. */
  readonly flags: readonly string[];
  /** How the table or collection of the jobs comes to be. */
  readonly creation: keyof typeof creations;
  /** The host's environment, given the URLs of an empty database on either server. */
  readonly environment: (urls: { readonly postgres: string; readonly mongodb: string }) => Readonly<Record<string, string>>;
}

interface Added {
  readonly host: PreparedHost;
  readonly recipe: HostRecipe;
  /** The first text in the next steps that fits. */
  readonly next: (pattern: RegExp) => string | undefined;
}

const creations = {
  'by migration': {
    step: 'migrates with the command it prints, after which TypeORM finds no difference',
    run: async ({ host, recipe, next }: Added) => {
      const command = next(/(?<=^Create the table[^:]*: ).*migration:run.*/) ?? 'false';
      await host.run('sh', '-c', command);
      const schemaLog = 'typeorm' in recipe.scripts ? 'npm run typeorm -- schema:log' : command.replace('migration:run', 'schema:log');
      expect(await host.run('sh', '-c', schemaLog)).toContain('Your schema is up to date');
    },
  },
  'at start': {
    step: 'creates its indexes when it starts',
    run: async ({ host, next }: Added) => {
      expect(next(/migration/)).toBeUndefined();
      await host.run('npm', 'run', 'build');
      await withApplication('node', ['dist/main.js'], { cwd: host.root, env: host.env }, async () => {
        const client = await MongoClient.connect(host.env['MONGODB_URL'] ?? '');
        try {
          const names = (await client.db().collection('AbpBackgroundJobs').indexes()).map(({ name }) => name);
          expect(names.toSorted()).toEqual(['IX_AbpBackgroundJobs_Waiting', '_id_']);
        } finally {
          await client.close();
        }
      });
    },
  },
} as const;

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

    it(creations[creation].step, () => creations[creation].run({ host, recipe, next }));

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
