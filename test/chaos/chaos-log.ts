import pg from 'pg';
import { createDatabase } from '../support/postgres.ts';
import { type Fault, findFaults } from './find-faults.ts';

/** What is told of a job. `refused`: whoever enqueued it got an error; it may be in the table all the same. */
export type JobEvent = 'enqueued' | 'refused' | 'started' | 'failed' | 'aborted' | 'ended';

/**
 * What is told of a process: it is `gone`, however it ended; it is about to be `away` for longer than a lease (suspended, cut off, its event loop
 * blocked); its connections are about to be `cut` for a moment.
 */
export type ProcessEvent = 'gone' | 'away' | 'cut';

export interface Attempt {
  readonly job: string;
  readonly try: number;
  readonly process: number;
  readonly wasStalled: boolean;
  /** By the clock of the log's server, like all times of the log. */
  readonly time: Date;
}

/** What happened in a run: one row of `chaos_log` for each event. It has a database of its own, which stays whatever happens to that of the jobs. */
export interface ChaosLog {
  /** Its connection URL, for the processes. */
  readonly url: string;
  readonly client: pg.Pool;
  readonly record: (kind: Exclude<ProcessEvent, 'gone'>, ...processes: readonly number[]) => Promise<void>;
  /** @param since when the log's server was asked for the time last before it was killed; now unless told. */
  readonly recordGone: (process: number, since?: Date) => Promise<void>;
  readonly now: () => Promise<Date>;
  /** Names of the jobs that told this, as often as they did, in alphabetical order. */
  readonly jobs: (kind: JobEvent) => Promise<readonly string[]>;
  /** All starts, in order. */
  readonly attempts: () => Promise<readonly Attempt[]>;
  /** All that was told of a job and of the processes it ran in, line by line. */
  readonly history: (job: string) => Promise<readonly string[]>;
  /** See `findFaults`. */
  readonly faults: (lease: number) => Promise<readonly Fault[]>;
  readonly close: () => Promise<void>;
}

/** The goal for a dead process: all done within its lease and five seconds. */
const MARGIN = 5_000;

const TABLE = `
  CREATE TABLE chaos_log (
    time timestamptz NOT NULL DEFAULT clock_timestamp(),
    process int NOT NULL,
    kind text NOT NULL CHECK (kind IN ('enqueued', 'refused', 'started', 'failed', 'aborted', 'ended', 'gone', 'away', 'cut')),
    job text,
    try int,
    was_stalled boolean,
    CHECK ((kind IN ('gone', 'away', 'cut')) = (job IS NULL)));
  CREATE INDEX ON chaos_log (job, kind);
  CREATE INDEX ON chaos_log (process, kind, time) WHERE job IS NULL`;

/** @param server URL of a superuser; that of the run's server unless told. */
export async function openChaosLog(server?: string): Promise<ChaosLog> {
  const url = await createDatabase('chaos log', server);
  const client = new pg.Pool({ connectionString: url, max: 1 });
  await client.query(TABLE);
  return {
    url,
    client,
    record: async (kind, ...processes) => {
      await client.query('INSERT INTO chaos_log (process, kind) SELECT unnest($1::int[]), $2', [processes, kind]);
    },
    recordGone: async (process, since) => {
      await client.query(`INSERT INTO chaos_log (process, kind, time) VALUES ($1, 'gone', coalesce($2, clock_timestamp()))`, [process, since]);
    },
    now: async () => {
      const { rows } = await client.query<{ now: Date }>('SELECT clock_timestamp() AS now');
      return rows[0]?.now ?? new Date();
    },
    history: async (job) => {
      const { rows } = await client.query<{ line: string }>(
        `SELECT concat_ws(' ', to_char(time, 'HH24:MI:SS.MS'), 'process', process, kind, job, 'try ' || try) AS line FROM chaos_log
        WHERE job = $1 OR job IS NULL AND process IN (SELECT process FROM chaos_log WHERE job = $1) ORDER BY time`,
        [job],
      );
      return rows.map(({ line }) => line);
    },
    jobs: async (kind) => {
      const { rows } = await client.query<{ job: string }>(`SELECT job FROM chaos_log WHERE kind = $1 ORDER BY job COLLATE "C"`, [kind]);
      return rows.map(({ job }) => job);
    },
    attempts: async () => {
      const select = `SELECT job, try, process, was_stalled AS "wasStalled", time FROM chaos_log WHERE kind = 'started' ORDER BY time`;
      return (await client.query<Attempt>(select)).rows;
    },
    faults: (lease) => findFaults(client, lease, MARGIN),
    close: () => client.end(),
  };
}
