import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ChaosLog, openChaosLog } from './chaos-log.ts';

/** One row by hand: seconds since the start, the process, what happened, and to which try of the job. */
type Row = readonly [second: number, process: number, kind: string, tryOfJob?: number];

const LEASE = 10_000;

/** `findFaults` on logs written by hand; the margin after a lease is 5 seconds. */
export function verdictTests(): void {
  let log: ChaosLog;
  beforeAll(async () => {
    log = await openChaosLog();
  });
  afterAll(() => log?.close());

  async function faultsOf(...rows: readonly Row[]): Promise<readonly string[]> {
    await log.client.query('TRUNCATE chaos_log');
    for (const [second, process, kind, tryOfJob] of rows) {
      const isOfJob = tryOfJob !== undefined || kind === 'enqueued';
      await log.client.query(`INSERT INTO chaos_log VALUES (to_timestamp($1), $2, $3, $4, $5)`, [second, process, kind, isOfJob ? 'job' : null, tryOfJob]);
    }
    return (await log.faults(LEASE)).map(({ fault }) => fault);
  }

  it('is good when a job is enqueued, runs once and ends', async () => {
    expect(await faultsOf([0, 1, 'enqueued'], [1, 2, 'started', 1], [2, 2, 'ended', 1])).toEqual([]);
  });

  it('is good when a job runs again in time after its process died, failed, or was away', async () => {
    expect(await faultsOf([0, 1, 'enqueued'], [1, 2, 'started', 1], [2, 2, 'gone'], [16, 1, 'started', 2], [17, 1, 'failed', 2],
      [18, 1, 'started', 3], [19, 1, 'away'], [29, 3, 'started', 4], [31, 3, 'ended', 4], [40, 1, 'ended', 3])).toEqual([]);
  });

  it('is good when a claim that nobody got to start was made by a process that died, or whose connection was cut', async () => {
    expect(await faultsOf([0, 1, 'enqueued'], [1, 2, 'gone'], [2, 3, 'cut'], [13, 1, 'started', 3], [14, 1, 'ended', 3])).toEqual([]);
  });

  it('tells a job that never ended', async () => {
    expect(await faultsOf([0, 1, 'enqueued'])).toEqual(['lost']);
    expect(await faultsOf([0, 1, 'enqueued'], [1, 2, 'started', 1], [2, 2, 'gone'])).toEqual(['lost']);
  });

  it('tells two attempts at once, in two processes or in one', async () => {
    expect(await faultsOf([1, 2, 'started', 1], [2, 2, 'failed', 1], [3, 2, 'started', 2], [4, 3, 'started', 3], [5, 2, 'failed', 2], [6, 3, 'ended', 3]))
      .toEqual(['again', 'twice at once']);
    expect(await faultsOf([1, 2, 'started', 1], [2, 2, 'started', 2], [3, 2, 'ended', 1], [4, 2, 'ended', 2])).toEqual(['again', 'twice at once']);
  });

  it('tells two attempts at once when the first process dies or goes away only later', async () => {
    expect(await faultsOf([1, 2, 'started', 1], [3, 3, 'started', 2], [4, 2, 'gone'], [5, 3, 'ended', 2])).toContain('twice at once');
  });

  it('tells a job that ended and ran again though nothing had happened to its process', async () => {
    expect(await faultsOf([1, 2, 'started', 1], [2, 2, 'ended', 1], [3, 4, 'gone'], [4, 3, 'started', 2], [5, 3, 'ended', 2])).toEqual(['again']);
    expect(await faultsOf([1, 2, 'started', 1], [2, 2, 'ended', 1], [3, 2, 'cut'], [4, 3, 'started', 2], [5, 3, 'ended', 2])).toEqual(['again']);
  });

  it('tells a job that came back later than lease and margin, whether it had started or only been claimed', async () => {
    expect(await faultsOf([1, 2, 'started', 1], [2, 2, 'gone'], [17.1, 3, 'started', 2], [18, 3, 'ended', 2])).toEqual(['late']);
    expect(await faultsOf([2, 2, 'gone'], [17.1, 3, 'started', 2], [18, 3, 'ended', 2])).toEqual(['late']);
  });

  it('counts from the last death when a process in between had claimed the job and died before it started it', async () => {
    expect(await faultsOf([1, 2, 'started', 1], [2, 2, 'gone'], [13, 4, 'gone'], [24, 3, 'started', 3], [25, 3, 'ended', 3])).toEqual([]);
  });

  it('tells a try that was counted but never started without a reason, and one that was not counted', async () => {
    expect(await faultsOf([1, 2, 'started', 2], [2, 2, 'ended', 2])).toEqual(['miscounted']);
    expect(await faultsOf([1, 2, 'started', 1], [2, 2, 'gone'], [12, 3, 'started', 1], [13, 3, 'ended', 1])).toEqual(['miscounted']);
    expect(await faultsOf([0, 4, 'gone'], [1, 2, 'started', 1], [2, 2, 'failed', 1], [3, 3, 'started', 3], [4, 3, 'ended', 3])).toEqual(['miscounted']);
  });
}
