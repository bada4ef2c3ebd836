import type { GuardedServer } from '../support/guarded-server.ts';
import type { PreparedHost } from '../support/hosts/prepare-host.ts';
import type { JobsTable } from './jobs-table.ts';
import type { Wire } from './wire.ts';

/** What the scenes on one kind of database share. */
export interface Stage {
  readonly host: PreparedHost;
  readonly wire: Wire;
  /** A table of the jobs in a database of its own, on the run's server. */
  readonly newTable: () => Promise<JobsTable>;
  /** The connection string of processes that get an error while the server is away, where else the driver waited for it. */
  readonly impatient: (connectionString: string) => string;
  /** A table on a server of its own, which may be interrupted. */
  readonly newServer: () => Promise<{ readonly server: GuardedServer; readonly table: JobsTable }>;
}
