import type { PreparedHost } from '../support/hosts/prepare-host.ts';
import { createDatabase } from '../support/postgres.ts';
import { migrate, workerHost } from '../support/processes/worker-host.ts';
import { copyJobsTable, type PostgresJobsTable } from './jobs-table.ts';

/** What the scenes on PostgreSQL share. */
export interface PostgresStage {
  readonly host: PreparedHost;
  /** A table of the jobs in a database of its own, on the run's server. */
  readonly newTable: () => Promise<PostgresJobsTable>;
}

/** @param server URL of the server's superuser; that of the run unless told. */
export async function preparePostgresStage(server?: string): Promise<PostgresStage> {
  const host = await workerHost('postgres');
  const migrated = await createDatabase('chaos migrated', server);
  await migrate(host, migrated);
  return { host, newTable: () => copyJobsTable(migrated) };
}
