import { expect, it } from 'vitest';
import { createDatabase } from '../support/postgres.ts';
import { migrate } from '../support/processes/worker-host.ts';
import { shortWork } from '../support/processes/work.ts';
import { cutUnderLoad } from './cut-under-load.ts';
import { postgresJobsTable } from './postgres-jobs-table.ts';
import type { PostgresStage } from './postgres-stage.ts';
import { LEASE } from './scene.ts';
import { SOON, sceneForTest } from './scene-for-test.ts';

const END_ALL_OTHERS = 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()';

/** What only PostgreSQL does to processes. */
export function postgresTests(stage: () => PostgresStage): void {
  it('wait for a table that is not there yet, and say what makes it', async () => {
    const database = await createDatabase('not migrated');
    const scene = await sceneForTest(stage().host, postgresJobsTable(database));
    const worker = await scene.start();
    await expect
      .poll(() => worker.output.join('\n'), SOON)
      .toMatch(/cannot claim background jobs and keeps trying: The table .* does not exist in the database not_migrated_\w+\. .*migration:run/);
    await migrate(stage().host, database);
    worker.enqueue(...shortWork(1));
    await expect.poll(() => scene.log.jobs('ended'), SOON).toEqual(['job 0']);
    expect(worker.output.filter((line) => line.includes('keeps trying'))).toHaveLength(1);
    expect(worker.output.filter((line) => line.includes('reaches the store of background jobs again'))).toHaveLength(1);
  });

  it('lose nothing, and run nothing again that was running, while the server ends their connections again and again', async () => {
    const table = await stage().newTable();
    const scene = await sceneForTest(stage().host, table);
    await cutUnderLoad(scene, { database: table.connectionString, cut: () => table.client.query(END_ALL_OTHERS) });
    expect(scene.workers.flatMap(({ output }) => output).filter((line) => /was lost while it ran|was no longer this worker's/.test(line))).toEqual([]);
    expect(await scene.log.faults(LEASE)).toEqual([]);
  });
}
