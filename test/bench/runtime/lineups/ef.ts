import { cpus } from 'node:os';
import { bullMq } from '../contenders/bullmq.ts';
import type { Contender } from '../contenders/contender.ts';
import { makeBenchHost } from '../contenders/host.ts';
import { oursOnPostgres, oursOnSqlite } from '../contenders/ours.ts';
import { installPeers } from '../contenders/peer-packages.ts';
import { graphileWorker, pgBoss } from '../contenders/peers.ts';
import { serverAt, startDurablePostgres } from '../servers/durable-postgres.ts';
import { startRedis } from '../servers/redis-server.ts';
import type { Sizes } from '../sizes.ts';
import type { MakeLineup } from './lineup.ts';

const SIZES: Sizes = { jobs: 100_000, others: 1_000_000, batches: 50 };

const ON_POSTGRES = ['ours', 'limit', 'graphile-worker best', 'graphile-worker default', 'pg-boss best', 'pg-boss default'];

/** Ours on PostgreSQL beside its peers, and on SQLite. */
export const makeEfLineup: MakeLineup = async (names, { checkout, postgres: given, sizes: givenSizes }, stops) => {
  const sizes = { ...SIZES, ...givenSizes };
  const contenders: Contender[] = [];
  if (ON_POSTGRES.some((name) => names.has(name))) {
    installPeers();
    const postgres = given === undefined ? await startDurablePostgres() : await serverAt(given);
    stops.push(postgres.stop);
    const host = await makeBenchHost(checkout, 'postgres');
    stops.push(host.remove);
    console.log(`PostgreSQL ${postgres.settings}; Node ${process.versions.node}; ${cpus().length} cores`);
    const ground = { url: postgres.url, others: sizes.others };
    contenders.push(...oursOnPostgres(ground, host));
    contenders.push(...(['best', 'default'] as const).flatMap((profile) => [graphileWorker(ground, profile), pgBoss(ground, profile)]));
  }
  if (names.has('BullMQ best') || names.has('BullMQ default')) {
    const redis = await startRedis();
    if (redis === undefined) {
      console.log('\n  NO REDIS: redis-server is not installed and Debian\'s package cannot be had. BullMQ is NOT measured.\n');
    } else {
      stops.push(redis.stop);
      contenders.push(bullMq(redis.url, 'best'), bullMq(redis.url, 'default'));
    }
  }
  if (names.has('ours (SQLite)') || names.has('limit (SQLite)')) {
    const host = await makeBenchHost(checkout, 'sqlite');
    stops.push(host.remove);
    contenders.push(...oursOnSqlite(host));
  }
  return { contenders, sizes };
};
