import { createDatabase, startPostgres } from '../support/postgres.ts';
import { migrate, workerHost } from '../support/processes/worker-host.ts';
import { copyJobsTable, type PostgresJobsTable, postgresJobsTable } from './postgres-jobs-table.ts';
import { postgresWire } from './postgres-wire.ts';
import type { Stage } from './stage.ts';

export interface PostgresStage extends Stage {
  readonly newTable: () => Promise<PostgresJobsTable>;
}

/** @param server URL of the server's superuser; that of the run unless told. */
export async function preparePostgresStage(server?: string): Promise<PostgresStage> {
  const host = await workerHost('postgres');
  const migrated = await createDatabase('chaos migrated', server);
  await migrate(host, migrated);
  return {
    host,
    wire: postgresWire,
    impatient: (connectionString) => connectionString,
    newTable: () => copyJobsTable(migrated),
    newServer: async () => {
      const own = await startPostgres();
      const database = await createDatabase('interrupted', own.url);
      await migrate(host, database);
      return { server: own, table: postgresJobsTable(database) };
    },
  };
}
