import { randomUUID } from 'node:crypto';
import { type CommandStartedEvent, type Document, MongoClient, UUID } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmittedModule, emittedModule } from '../properties/emitted-module.ts';
import type { Store } from '../properties/store.ts';
import { createMongoDatabase } from '../support/mongo.ts';

interface Jobs {
  readonly collection: unknown;
}

interface Modules {
  readonly 'abstractions/background-job-name-filter': { readonly BackgroundJobNameFilter: { readonly none: unknown } };
  readonly 'mongodb/jobs-collection': { openJobsCollection(options: object, host: unknown): Promise<Jobs> };
  readonly 'mongodb/background-jobs-indexes': { ensureBackgroundJobsIndexes(jobs: unknown): Promise<void> };
  readonly 'mongodb/mongo-background-job.repository': { readonly MongoBackgroundJobRepository: new (jobs: Jobs) => Store };
}

const HOUR = 3_600_000;
const BATCH = 10_000;

describe('a claim on MongoDB', () => {
  let module: EmittedModule;
  let client: MongoClient;
  const load = <T extends keyof Modules>(name: T): Promise<Modules[T]> => module.load(`${name}.js`);

  beforeAll(async () => {
    module = await emittedModule('mongodb');
    client = new MongoClient(await createMongoDatabase('plan'), { monitorCommands: true });
  });
  afterAll(async () => {
    await client?.db().dropDatabase();
    await client?.close();
    module?.remove();
  });

  it('looks at the due jobs, by the index, and at none of very many that are scheduled and of higher priority', async () => {
    const jobs = await (await load('mongodb/jobs-collection')).openJobsCollection({}, client.db());
    await (await load('mongodb/background-jobs-indexes')).ensureBackgroundJobsIndexes(jobs.collection);
    const { MongoBackgroundJobRepository } = await load('mongodb/mongo-background-job.repository');
    const { BackgroundJobNameFilter } = await load('abstractions/background-job-name-filter');
    const store = new MongoBackgroundJobRepository(jobs);
    const work = { id: randomUUID(), applicationName: 'plan', jobName: 'work', jobArgs: '{}', priority: 25, delay: HOUR, extraProperties: {} };
    await store.insertMany([work]);
    const documents = client.db().collection('AbpBackgroundJobs');
    const { _id, ...scheduled } = (await documents.findOne({})) as Document;
    for (let left = (await countOfOthers(client)) - 1; left > 0; left -= BATCH) {
      await documents.insertMany(Array.from({ length: Math.min(left, BATCH) }, () => ({ _id: new UUID() as never, ...scheduled })));
    }
    await store.insertMany(Array.from({ length: 10 }, () => ({ ...work, id: randomUUID(), priority: 15, delay: 0 })));

    const finds: CommandStartedEvent[] = [];
    client.on('commandStarted', (event) => void (event.commandName === 'find' && finds.push(event)));
    const request = { applicationName: 'plan', nameFilter: BackgroundJobNameFilter.none, maxResultCount: 5, maxCountByName: new Map(), order: 'dueTime', leaseDuration: HOUR } as const;
    expect((await store.claim(request)).jobs).toHaveLength(5);

    const { filter, sort, hint, limit } = (finds[0]?.command ?? {}) as Record<'filter' | 'sort' | 'hint', Document> & { readonly limit: number };
    const plan = await documents.find(filter).sort(sort as never).hint(hint).limit(limit).explain('executionStats');
    expect(JSON.stringify(plan['queryPlanner'])).toContain('IXSCAN');
    expect(JSON.stringify(plan['queryPlanner'])).not.toContain('COLLSCAN');
    expect(plan['executionStats'].totalDocsExamined).toBeLessThanOrEqual(5);
  });
});

/** SecantusDB takes 150 us to store a document, and its own plans are not what counts. */
async function countOfOthers(client: MongoClient): Promise<number> {
  const build = await client.db('admin').command({ buildInfo: 1 });
  return 'secantusVersion' in build ? 20_000 : 1_000_000;
}
