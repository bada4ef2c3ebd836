import fc from 'fast-check';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { actions } from './action.ts';
import { type EmittedModule, emittedModule } from './emitted-module.ts';
import { openDatabaseStore, openMemoryStore, openMongoStore } from './open-stores.ts';
import { Scenario } from './scenario.ts';

/** Set PROPERTY_SEED to the seed that a failed run has printed to have the same run again. */
const seed = Number(process.env.PROPERTY_SEED ?? Math.floor(Math.random() * 2 ** 31));

const stores = [
  { name: 'PostgreSQL', database: 'postgres', open: openDatabaseStore, numRuns: 100 },
  { name: 'SQLite', database: 'sqlite', open: openDatabaseStore, numRuns: 150 },
  { name: 'MongoDB', database: 'mongodb', open: openMongoStore, numRuns: 40 },
  { name: 'memory', database: 'sqlite', open: openMemoryStore, numRuns: 300 },
] as const;

describe.each(stores)('the store in $name', ({ database, open, numRuns }) => {
  let emitted: EmittedModule;
  beforeAll(async () => {
    emitted = await emittedModule(database);
  });
  afterAll(() => emitted?.remove());

  it(`does what its model does, whatever workers, producers, operators and time do (${numRuns} runs, PROPERTY_SEED=${seed})`, async () => {
    const opened = await open(emitted);
    const property = fc.asyncProperty(actions, async (list) => {
      const scenario = new Scenario(opened);
      for (const action of list) {
        await scenario.perform(action);
        await scenario.check();
      }
      await scenario.drain();
    });
    await fc.assert(property, { seed, numRuns }).finally(opened.close);
  });
});
