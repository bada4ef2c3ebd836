import { addTo } from '../../e2e/add-document.ts';
import { nest12Esm } from '../hosts/nest12-esm.ts';
import { type PreparedHost, prepareHost } from '../hosts/prepare-host.ts';
import { writeWorkerProgram } from './worker-program.ts';

const flags = {
  postgres: ['--database', 'postgres'],
  sqlite: ['--database', 'sqlite'],
  mongodb: ['--provider', 'mongodb', '--driver', 'mongodb'],
} as const;

/** Makes a host with the module as it is emitted and the program of `startWorker`, built. */
export async function workerHost(database: keyof typeof flags): Promise<PreparedHost> {
  const host = await prepareHost(nest12Esm);
  const { next } = await addTo(host, flags[database]);
  await host.run('sh', '-c', next.find((step) => step.startsWith('npm install')) ?? 'true');
  await writeWorkerProgram(host.root);
  await host.run('npm', 'run', 'build');
  return host;
}

/** Makes the table of the jobs in a relational database, as a user would. */
export async function migrate(host: PreparedHost, database: string): Promise<void> {
  const command = 'npx typeorm migration:run -d dist/background-jobs/typeorm/data-source.js';
  await host.run('env', `ConnectionStrings__AbpBackgroundJobs=${database}`, 'sh', '-c', command);
}
