import { join } from 'node:path';
import type { Program } from '../agent/agent-process.ts';
import type { Contender } from './contender.ts';
import { peersFolder } from './peer-packages.ts';
import { PAYLOAD_SQL, type PostgresGround, postgresStores, type Tables } from './postgres-stores.ts';
import { setUp } from './set-up.ts';

type Profile = 'default' | 'best';

export function graphileWorker(server: PostgresGround, profile: Profile): Contender {
  const availability = { due: `0, now(), 0`, scheduled: `-10, now() + interval '1 day', 0`, finished: `0, now(), 25` };
  return onPostgres(server, 'graphile-worker', profile, (rows, count) =>
    `WITH task AS (
        INSERT INTO graphile_worker._private_tasks (identifier) VALUES ('bench') ON CONFLICT (identifier) DO UPDATE SET identifier = excluded.identifier RETURNING id)
      INSERT INTO graphile_worker._private_jobs (task_id, payload, priority, run_at, attempts)
      SELECT task.id, ${PAYLOAD_SQL}, ${availability[rows]} FROM task, generate_series(0, ${count} - 1) AS number`);
}

export function pgBoss(server: PostgresGround, profile: Profile): Contender {
  const state = { due: `'created', 0, now(), NULL`, scheduled: `'created', 100, now() + interval '1 day', NULL`, finished: `'completed', 0, now(), now()` };
  return onPostgres(server, 'pg-boss', profile, (rows, count) =>
    `INSERT INTO pgboss.job (name, data, retry_limit, expire_seconds, deletion_seconds, keep_until, policy, state, priority, start_after, completed_on)
      SELECT 'bench', ${PAYLOAD_SQL}, 2, 900, 604800, now() + interval '14 days', 'standard', state::pgboss.job_state, priority, start_after, completed_on::timestamptz
      FROM generate_series(0, ${count} - 1) AS number, (VALUES (${state[rows]})) AS job(state, priority, start_after, completed_on)`);
}

function onPostgres(server: PostgresGround, name: string, profile: Profile, insert: (rows: 'due' | 'scheduled' | 'finished', count: number) => string): Contender {
  const programOn = (url: string): Program => ({ path: join(peersFolder, `${name}.ts`), cwd: peersFolder, env: { BENCH_STORE: url, BENCH_PROFILE: profile } });
  const tables: Tables = {
    name: `${name.replace('-', '_')}_${profile}`,
    setUp: (url) => setUp(programOn(url)),
    insert: (count, rows) => insert(rows, count),
  };
  return { name: `${name} ${profile}`, createStore: postgresStores(server, tables), programOn: ({ url }) => programOn(url) };
}
