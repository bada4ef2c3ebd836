import { describe, expect, it } from 'vitest';
import type { AddOptions } from '../../../generators/options/add-options.ts';
import { chooseConnection } from '../../../generators/plan/choose-connection.ts';
import { hostNotes } from '../../../generators/plan/host-notes.ts';
import type { MemoryTree } from '../../support/memory-host-files.ts';
import { hostOf, sampleHost } from '../host/sample-host.ts';

const manifest = (dependencies: object): MemoryTree => ({ 'package.json': JSON.stringify({ dependencies: { '@nestjs/core': '^11.0.1', ...dependencies } }, null, 2) });
const queue: MemoryTree = {
  'src/app.module.ts': `import { BullModule } from '@nestjs/bullmq';\n@Module({ imports: [BullModule.forRoot({})] })\nexport class AppModule {}`,
};
const notesOn = (tree: MemoryTree, path = 'src/background-jobs') => hostNotes(hostOf({ ...sampleHost, ...tree }), { provider: 'ef', path } as AddOptions, { kind: 'own' });

describe('worth a note', () => {
  it.each<[string, MemoryTree, string, object]>([
    ['a queue that is there', queue, 'src/jobs', { code: 'coexists', severity: 'info', file: 'src/app.module.ts', line: 2 }],
    ['a folder beside the source root', {}, 'libs/jobs', { code: 'outside-source-root', severity: 'warning', found: 'libs/jobs', remedy: expect.stringContaining('--path src/background-jobs') }],
  ])('is %s', (_, tree, path, note) => {
    expect(notesOn(tree, path)).toMatchObject([note]);
  });

  it('is a client of MongoDB that its module keeps to itself, with the line to add', () => {
    const tree = {
      ...manifest({ mongodb: '^7.0.0' }),
      'src/app.module.ts': `import { DatabaseModule } from './database';\n@Module({ imports: [DatabaseModule] })\nexport class AppModule {}`,
      'src/database.ts': `import { MongoClient } from 'mongodb';\n@Module({ providers: [{ provide: 'DB', useFactory: () => new MongoClient('x') }] })\nexport class DatabaseModule {}`,
    };
    const notes = (driver: 'mongodb' | 'mongoose') => hostNotes(hostOf({ ...sampleHost, ...tree }), { provider: 'mongodb', driver, path: 'src/jobs' } as AddOptions, { kind: 'own' });
    expect(notes('mongodb')).toMatchObject([{ code: 'connection-out-of-reach', severity: 'warning', file: 'src/database.ts', line: 2, snippet: `exports: ['DB'],` }]);
    expect(notes('mongoose')).toEqual([]);
  });

  it('is a client that does not say which database, where the jobs are on it', () => {
    const tree = {
      ...manifest({ mongodb: '^7.0.0' }),
      'src/app.module.ts': `import { DatabaseModule } from './database';\n@Module({ imports: [DatabaseModule] })\nexport class AppModule {}`,
      'src/database.ts': `import { MongoClient } from 'mongodb';\n@Module({ providers: [{ provide: 'DB', useFactory: () => new MongoClient('x') }], exports: ['DB'] })\nexport class DatabaseModule {}`,
    };
    const host = hostOf({ ...sampleHost, ...tree });
    const options = { provider: 'mongodb', driver: 'mongodb', path: 'src/jobs' } as AddOptions;
    expect(hostNotes(host, options, chooseConnection(host, options))).toMatchObject([{ code: 'default-database', severity: 'info', file: 'src/database.ts', line: 2 }]);
  });

  it.each<[string, MemoryTree]>([
    ['what is tested', manifest({ typescript: '^5.9.0' })],
    ['a version that is not told', manifest({ '@nestjs/core': 'latest', typescript: 'npm:@typescript/native-preview@7.0.0-dev.1' })],
  ])('is not %s', (_, tree) => {
    expect(notesOn(tree)).toEqual([]);
  });
});
