import { describe } from 'vitest';
import { preparePostgresStage } from '../chaos/postgres-stage.ts';
import { postgresTests } from '../chaos/postgres-tests.ts';
import { serverTests } from '../chaos/server-tests.ts';
import { sqliteTests } from '../chaos/sqlite-tests.ts';
import { verdictTests } from '../chaos/verdict-tests.ts';

describe('the verdict over a chaos log', () => {
  verdictTests();
});

describe('processes on one PostgreSQL table', () => {
  const stage = serverTests(preparePostgresStage);
  describe('that come before their table, or whose connections are ended', () => {
    postgresTests(stage);
  });
});

describe('processes on one SQLite file', () => {
  sqliteTests();
});
