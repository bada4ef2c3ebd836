import { cpus } from 'node:os';
import { agendaAtItsBest, agendaByChangeStream, agendaByDefault } from '../contenders/agenda.ts';
import type { Contender } from '../contenders/contender.ts';
import { makeBenchHost } from '../contenders/host.ts';
import { limitOnMongo, oursOnMongo } from '../contenders/ours.ts';
import { installPeers } from '../contenders/peer-packages.ts';
import { startMongoBench } from '../servers/mongo-bench.ts';
import type { MakeLineup } from './lineup.ts';

/** Ours on MongoDB, by its driver and by Mongoose, beside Agenda. */
export const makeMongoLineup: MakeLineup = async (names, { checkout, sizes }, stops) => {
  installPeers();
  const bench = await startMongoBench(sizes);
  stops.push(bench.stop);
  console.log(`${bench.description}; Node ${process.versions.node}; ${cpus().length} cores`);
  const contenders: Contender[] = [];
  if (names.has('ours') || names.has('limit')) {
    const host = await makeBenchHost(checkout, 'mongodb');
    stops.push(host.remove);
    contenders.push(oursOnMongo('ours', bench, host), limitOnMongo(bench, host));
  }
  if (names.has('ours mongoose')) {
    const host = await makeBenchHost(checkout, 'mongoose');
    stops.push(host.remove);
    contenders.push(oursOnMongo('ours mongoose', bench, host));
  }
  if (names.has('agenda best')) {
    contenders.push(await agendaAtItsBest(bench));
  }
  return { contenders: [...contenders, agendaByChangeStream(bench), agendaByDefault(bench)], sizes: bench.sizes };
};
