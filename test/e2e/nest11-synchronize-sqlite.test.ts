import { afterAll, describe, expect, it } from 'vitest';
import { nest11SynchronizeSqlite } from '../support/hosts/nest11-synchronize-sqlite.ts';
import { type PreparedHost, prepareHost } from '../support/hosts/prepare-host.ts';
import { addTo } from './add-document.ts';
import { writeProbe } from './probe.ts';
import { runProbe } from './run-probe.ts';

describe('add to a host whose tables TypeORM makes at start', () => {
  let host: PreparedHost | undefined;
  afterAll(() => host?.remove());

  it('writes no migration, says why, and a job runs', async () => {
    host = await prepareHost(nest11SynchronizeSqlite, { DATABASE_FILE: 'host.sqlite' });
    const { status, changes, issues } = await addTo(host, []);
    expect(status).toBe('done');
    expect(changes.filter(({ path }) => path.includes('AddBackgroundJobs'))).toEqual([]);
    expect(issues.map(({ code }) => code)).toContain('synchronize-on');
    await writeProbe(host.root, '');
    await runProbe(host);
  });
});
