import type pg from 'pg';

/** A promise that was not kept, as the chaos log shows it. */
export interface Fault {
  /**
   * `lost`: was enqueued (somebody was told so) and never ended. `twice at once`: started while another attempt was under way in a process that was neither gone nor
   * away. `again`: started although the attempt before had neither failed nor been left by its process. `late`: started later than lease and margin
   * after the process was gone that had started it last, or, where tries in between were claimed but never started, after the last interruption. `miscounted`: its number of the try is not the last one's successor, and no interruption explains it.
   */
  readonly fault: 'lost' | 'twice at once' | 'again' | 'late' | 'miscounted';
  readonly job: string;
  readonly process: number | null;
  readonly try: number | null;
  /** Of a late one: milliseconds since then. */
  readonly late: number | null;
}

/**
 * The verdict over a run.
 * @param lease milliseconds.
 * @param margin milliseconds that a job of a dead process may take to start again once its lease has ended.
 */
export async function findFaults(log: pg.Pool, lease: number, margin: number): Promise<readonly Fault[]> {
  const { rows } = await log.query<Fault>(FAULTS, [lease + margin]);
  return rows;
}

const FAULTS = `
  WITH attempt AS (
    SELECT began.job, began.process, began.try, began.time AS began, done.kind AS how, done.time AS done, parted.kind AS parting, parted.time AS parted
    FROM chaos_log AS began
      LEFT JOIN LATERAL (
        SELECT kind, time FROM chaos_log
        WHERE job = began.job AND process = began.process AND try = began.try AND kind IN ('ended', 'failed', 'aborted')
        ORDER BY time LIMIT 1) AS done ON true
      LEFT JOIN LATERAL (
        SELECT kind, greatest(time, began.time) AS time FROM chaos_log
        WHERE process = began.process AND (kind = 'gone' OR kind = 'away' AND time >= began.time) ORDER BY time LIMIT 1) AS parted ON true
    WHERE began.kind = 'started'),
  history AS (
    SELECT attempt.*, lag(try, 1, 0) OVER job AS previous_try, lag(began) OVER job AS previous_began, lag(parted) OVER job AS previous_parted, lag(parting) OVER job AS previous_parting, lag(done) OVER job AS previous_done,
      lag(CASE how WHEN 'failed' THEN done END) OVER job AS previous_failed,
      max(least(done, parted, 'infinity')) OVER (PARTITION BY job ORDER BY began ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS busy_until
    FROM attempt WINDOW job AS (PARTITION BY job ORDER BY began)),
  interrupted AS (
    SELECT history.*, interruptions.count AS interruptions, interruptions.last AS last_interruption
    FROM history CROSS JOIN LATERAL (
      SELECT count(*) AS count, max(time) AS last FROM chaos_log
      WHERE history.try > 1 AND kind IN ('gone', 'away', 'cut') AND time <= history.began AND time > coalesce(history.previous_began, '-infinity')
    ) AS interruptions),
  returned AS (
    SELECT *, extract(epoch FROM began - CASE
      WHEN try > previous_try + 1 THEN last_interruption
      WHEN previous_parting = 'gone' AND previous_done IS NULL THEN previous_parted END)::float8 * 1000 AS late
    FROM interrupted)
  SELECT 'lost' AS fault, job, NULL::int AS process, NULL::int AS try, NULL::float8 AS late FROM chaos_log AS enqueued
    WHERE kind = 'enqueued' AND NOT EXISTS (SELECT FROM chaos_log WHERE job = enqueued.job AND kind = 'ended')
  UNION ALL
  SELECT 'twice at once', job, process, try, NULL FROM history WHERE busy_until > began
  UNION ALL
  SELECT 'again', job, process, try, NULL FROM history
    WHERE previous_began IS NOT NULL AND least(previous_failed, previous_parted, 'infinity') > began
  UNION ALL
  SELECT 'late', job, process, try, late FROM returned WHERE late > $1::float8
  UNION ALL
  SELECT 'miscounted', job, process, try, NULL FROM interrupted
    WHERE try <= previous_try OR try > previous_try + 1 + interruptions
  ORDER BY fault, job, try`;
