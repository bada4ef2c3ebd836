import { afterAll, beforeAll, describe } from 'vitest';
import { absenceTests } from '../chaos/absence-tests.ts';
import { connectionTests } from '../chaos/connection-tests.ts';
import { killTests } from '../chaos/kill-tests.ts';
import { lifeTests } from '../chaos/life-tests.ts';
import { type PostgresStage, preparePostgresStage } from '../chaos/postgres-stage.ts';
import { sqliteTests } from '../chaos/sqlite-tests.ts';
import { stopTests } from '../chaos/stop-tests.ts';
import { verdictTests } from '../chaos/verdict-tests.ts';

describe('the verdict over a chaos log', () => {
  verdictTests();
});

describe('processes on one PostgreSQL table', () => {
  let stage: PostgresStage;
  beforeAll(async () => {
    stage = await preparePostgresStage();
  });
  afterAll(() => stage?.host.remove());

  describe('that live', () => {
    lifeTests(() => stage);
  });
  describe('that are told to stop', () => {
    stopTests(() => stage);
  });
  describe('that are killed', () => {
    killTests(() => stage);
  });
  describe('that are away', () => {
    absenceTests(() => stage);
  });
  describe('that are cut off', () => {
    connectionTests(() => stage);
  });
});

describe('processes on one SQLite file', () => {
  sqliteTests();
});
