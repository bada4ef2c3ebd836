import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { expect } from 'vitest';
import { withApplication } from '../support/application.ts';
import type { HostRecipe } from '../support/hosts/host-recipe.ts';
import type { PreparedHost } from '../support/hosts/prepare-host.ts';
import { createMongoDatabase } from '../support/mongo.ts';

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
  'at start': { step: 'creates its indexes by the printed line, and when it starts', run: start },
} as const;

async function migrate({ host, recipe, next }: AddedHost): Promise<void> {
  const command = next(/(?<=^Create the table[^:]*: ).*migration:run.*/) ?? 'false';
  await host.run('sh', '-c', command);
  const schemaLog = 'typeorm' in recipe.scripts ? 'npm run typeorm -- schema:log' : command.replace('migration:run', 'schema:log');
  expect(await host.run('sh', '-c', schemaLog)).toContain('Your schema is up to date');
}

async function start({ host, next }: AddedHost): Promise<void> {
  expect(next(/migration/)).toBeUndefined();
  // The line for those who may create indexes, which builds the host on its way.
  const readme = await readFile(join(host.root, 'src/background-jobs/mongodb/README.md'), 'utf8');
  const line = /^.*create-indexes\.[jt]s$/m.exec(readme)?.[0] ?? 'false';
  const other = await createMongoDatabase('indexes by script');
  await host.run('env', `ConnectionStrings__Default=${other}`, 'sh', '-c', line);
  expect(await indexesIn(other)).toEqual(['IX_AbpBackgroundJobs_Waiting', '_id_']);

  const own = host.env['MONGODB_URL'] ?? '';
  await withApplication('node', ['dist/main.js'], { cwd: host.root, env: host.env }, async () => {
    expect(await indexesIn(own)).toEqual(['IX_AbpBackgroundJobs_Waiting', '_id_']);
  });
}

async function indexesIn(database: string): Promise<readonly string[]> {
  const client = await MongoClient.connect(database);
  try {
    return (await client.db().collection('AbpBackgroundJobs').indexes()).map(({ name }) => name ?? '').toSorted();
  } finally {
    await client.close();
  }
}
