import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AgentProcess, type Program } from '../agent/agent-process.ts';
import type { Contender } from './contender.ts';
import { PAYLOAD_SQL, postgresStores, type Tables } from './postgres-stores.ts';

const folder = join(import.meta.dirname, '../../peers');
type Profile = 'default' | 'best';

/** Installs the peers' packages where they are missing. */
export function installPeers(): void {
  if (!existsSync(join(folder, 'node_modules/.package-lock.json'))) {
    const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder, stdio: 'inherit' });
    if (status !== 0) {
      throw new Error('The packages of the peers cannot be installed, see above.');
    }
  }
}

export function graphileWorker(server: string, profile: Profile): Contender {
  const availability = { due: `0, now(), 0`, scheduled: `-10, now() + interval '1 day', 0`, finished: `0, now(), 25` };
  return onPostgres(server, 'graphile-worker', profile, (rows, count) =>
    `WITH task AS (
        INSERT INTO graphile_worker._private_tasks (identifier) VALUES ('bench') ON CONFLICT (identifier) DO UPDATE SET identifier = excluded.identifier RETURNING id)
      INSERT INTO graphile_worker._private_jobs (task_id, payload, priority, run_at, attempts)
      SELECT task.id, ${PAYLOAD_SQL}, ${availability[rows]} FROM task, generate_series(0, ${count} - 1) AS number`);
}

export function pgBoss(server: string, profile: Profile): Contender {
  const state = { due: `'created', 0, now(), NULL`, scheduled: `'created', 100, now() + interval '1 day', NULL`, finished: `'completed', 0, now(), now()` };
  return onPostgres(server, 'pg-boss', profile, (rows, count) =>
    `INSERT INTO pgboss.job (name, data, retry_limit, expire_seconds, deletion_seconds, keep_until, policy, state, priority, start_after, completed_on)
      SELECT 'bench', ${PAYLOAD_SQL}, 2, 900, 604800, now() + interval '14 days', 'standard', state::pgboss.job_state, priority, start_after, completed_on::timestamptz
      FROM generate_series(0, ${count} - 1) AS number, (VALUES (${state[rows]})) AS job(state, priority, start_after, completed_on)`);
}

function onPostgres(server: string, name: string, profile: Profile, insert: (rows: 'due' | 'scheduled' | 'finished', count: number) => string): Contender {
  const programOn = (url: string): Program => ({ path: join(folder, `${name}.ts`), cwd: folder, env: { BENCH_STORE: url, BENCH_PROFILE: profile } });
  const tables: Tables = {
    name: `${name.replace('-', '_')}_${profile}`,
    setUp: (url) => setUp(programOn(url)),
    insert: (count, rows) => insert(rows, count),
  };
  return { name: `${name} ${profile}`, createStore: postgresStores(server, tables), programOn: ({ url }) => programOn(url) };
}

async function setUp(program: Program): Promise<void> {
  const agent = new AgentProcess(program);
  try {
    await agent.tell({ kind: 'setUp' });
  } finally {
    await agent.kill();
  }
}
