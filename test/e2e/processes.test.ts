import { afterAll, beforeAll, describe } from 'vitest';
import { absenceTests } from '../chaos/absence-tests.ts';
import { connectionTests } from '../chaos/connection-tests.ts';
import { killTests } from '../chaos/kill-tests.ts';
import { lifeTests } from '../chaos/life-tests.ts';
import { prepareMongoStage } from '../chaos/mongo-stage.ts';
import { type PostgresStage, preparePostgresStage } from '../chaos/postgres-stage.ts';
import { postgresTests } from '../chaos/postgres-tests.ts';
import { sqliteTests } from '../chaos/sqlite-tests.ts';
import type { Stage } from '../chaos/stage.ts';
import { stopTests } from '../chaos/stop-tests.ts';
import { verdictTests } from '../chaos/verdict-tests.ts';

describe('the verdict over a chaos log', () => {
  verdictTests();
});

describe('processes on one PostgreSQL table', () => {
  const stage = stageOf<PostgresStage>(preparePostgresStage);
  sharedTests(stage);
  describe('that come before their table, or whose connections are ended', () => {
    postgresTests(stage);
  });
});

describe('processes on one MongoDB collection', () => {
  sharedTests(stageOf<Stage>(prepareMongoStage));
});

describe('processes on one SQLite file', () => {
  sqliteTests();
});

/** The tests that every database passes which is a server. */
function sharedTests(stage: () => Stage): void {
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
}

/** Prepares the stage before the tests of the running `describe`. */
function stageOf<T extends Stage>(prepare: () => Promise<T>): () => T {
  let stage: T;
  beforeAll(async () => {
    stage = await prepare();
  });
  afterAll(() => stage?.host.remove());
  return () => stage;
}
