import { describe, expect, it } from 'vitest';
import { findImporter } from '../../../generators/plan/find-importer.ts';
import { memoryHostFiles, memoryRoot, type MemoryTree } from '../../support/memory-host-files.ts';

const jobs: MemoryTree = {
  'src/jobs/index.ts': `export { JobsModule } from './jobs.module';`,
  'src/jobs/jobs.module.ts': 'export class JobsModule {}',
  'src/jobs/job.ts': `import { JobsModule } from './jobs.module';`,
};
const importerIn = (tree: MemoryTree) => findImporter(memoryHostFiles({ ...jobs, ...tree })(memoryRoot), ['src/root.ts'], 'JobsModule', 'src/jobs');

describe('the importer of a class', () => {
  it.each<[string, MemoryTree, string | null]>([
    ['the first file itself', { 'src/root.ts': `import { JobsModule } from './jobs';` }, 'src/root.ts'],
    ['a file it leads to', { 'src/root.ts': `import './a/core';`, 'src/a/core.ts': `import { JobsModule } from '../jobs/jobs.module.js';` }, 'src/a/core.ts'],
    [
      'one that names it by an alias of tsconfig',
      { 'tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }', 'src/root.ts': `import { JobsModule } from '@/jobs/index';` },
      'src/root.ts',
    ],
    ['nobody who imports something else from there', { 'src/root.ts': `import { job } from './jobs/job';` }, null],
    ['nobody inside the folder', { 'src/root.ts': `import './jobs/job';` }, null],
    ['nobody where files import each other', { 'src/root.ts': `import './other';`, 'src/other.ts': `import './root';` }, null],
  ])('is %s', (_, tree, expected) => {
    expect(importerIn(tree)).toBe(expected);
  });
});
