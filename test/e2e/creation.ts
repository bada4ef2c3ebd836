import { MongoClient } from 'mongodb';
import { expect } from 'vitest';
import { withApplication } from '../support/application.ts';
import type { HostRecipe } from '../support/hosts/host-recipe.ts';
import type { PreparedHost } from '../support/hosts/prepare-host.ts';

/** How the table or collection of the jobs comes to be in a host. */
export type Creation = keyof typeof creations;

export interface AddedHost {
  readonly host: PreparedHost;
  readonly recipe: HostRecipe;
  /** The first text in the next steps that fits. */
  readonly next: (pattern: RegExp) => string | undefined;
}

/** The step of a journey that brings it about. */
export const creations = {
  'by migration': { step: 'migrates with the command it prints, after which TypeORM finds no difference', run: migrate },
  'at start': { step: 'creates its indexes when it starts', run: start },
} as const;

async function migrate({ host, recipe, next }: AddedHost): Promise<void> {
  const command = next(/(?<=^Create the table[^:]*: ).*migration:run.*/) ?? 'false';
  await host.run('sh', '-c', command);
  const schemaLog = 'typeorm' in recipe.scripts ? 'npm run typeorm -- schema:log' : command.replace('migration:run', 'schema:log');
  expect(await host.run('sh', '-c', schemaLog)).toContain('Your schema is up to date');
}

async function start({ host, next }: AddedHost): Promise<void> {
  expect(next(/migration/)).toBeUndefined();
  await host.run('npm', 'run', 'build');
  const client = await MongoClient.connect(host.env['MONGODB_URL'] ?? '');
  try {
    await withApplication('node', ['dist/main.js'], { cwd: host.root, env: host.env }, async () => {
      const names = (await client.db().collection('AbpBackgroundJobs').indexes()).map(({ name }) => name ?? '');
      expect(names.toSorted()).toEqual(['IX_AbpBackgroundJobs_Waiting', '_id_']);
    });
  } finally {
    await client.close();
  }
}
