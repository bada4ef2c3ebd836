import type { Host, RootModule } from './host.ts';
import type { HostFiles } from './host-files.ts';
import type { HostProject } from './host-projects.ts';
import type { HostSources } from './host-sources.ts';

export type Persistence = Pick<Host, 'orm' | 'typeorm' | 'database' | 'queues'>;

/** How the application stores its data and what it already queues, as far as its root module reaches it. */
export function findPersistence(files: HostFiles, sources: HostSources, project: HostProject, rootModule: RootModule): Persistence {
  return { orm: null, typeorm: null, database: null, queues: [] };
}
