import { describe } from 'vitest';
import { prepareMongoStage } from '../chaos/mongo-stage.ts';
import { serverTests } from '../chaos/server-tests.ts';

// In a file of its own, so that it runs beside the other databases.
describe('processes on one MongoDB collection', () => {
  serverTests(prepareMongoStage);
});
