import { afterAll, beforeAll, describe } from 'vitest';
import { absenceTests } from './absence-tests.ts';
import { connectionTests } from './connection-tests.ts';
import { killTests } from './kill-tests.ts';
import { lifeTests } from './life-tests.ts';
import type { Stage } from './stage.ts';
import { stopTests } from './stop-tests.ts';

/**
 * What every database passes that is a server.
 * @returns the stage, for tests of the same `describe` that are about one of them.
 */
export function serverTests<T extends Stage>(prepare: () => Promise<T>): () => T {
  let prepared: T;
  const stage = (): T => prepared;
  beforeAll(async () => {
    prepared = await prepare();
  });
  afterAll(() => prepared?.host.remove());
  describe('that live', () => {
    lifeTests(stage);
  });
  describe('that are told to stop', () => {
    stopTests(stage);
  });
  describe('that are killed', () => {
    killTests(stage);
  });
  describe('that are away', () => {
    absenceTests(stage);
  });
  describe('that are cut off', () => {
    connectionTests(stage);
  });
  return stage;
}
