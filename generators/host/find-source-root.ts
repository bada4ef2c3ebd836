import { posix } from 'node:path';

import type { Fact, RootModule } from './host.ts';
import type { HostProject } from './host-projects.ts';

/**
 * The folder with the application's source: as its tool has it, unless the entry file lies above that, where tools have been pointed at a
 * folder of features (`src/modules`).
 */
export function findSourceRoot(project: HostProject, { evidence }: RootModule): Fact<string> {
  const entryFolder = posix.dirname(evidence.file);
  const isAbove = entryFolder !== '.' && project.sourceRoot.startsWith(`${entryFolder}/`);
  return isAbove ? { value: entryFolder, evidence } : { value: project.sourceRoot, evidence: project.evidence };
}
