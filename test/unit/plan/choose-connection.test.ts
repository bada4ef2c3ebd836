import { describe, expect, it } from 'vitest';
import type { AddOptions } from '../../../generators/options/add-options.ts';
import { chooseConnection } from '../../../generators/plan/choose-connection.ts';
import type { MemoryTree } from '../../support/memory-host-files.ts';
import { hostOf, sampleHost } from '../host/sample-host.ts';

const packages = { '@nestjs/core': '^11.0.1', '@nestjs/typeorm': '^11.0.0', typeorm: '^0.3.20' };
const manifest = (dependencies: object): MemoryTree => ({ 'package.json': JSON.stringify({ dependencies }) });
const root = (...options: string[]): MemoryTree => ({
  'src/app.module.ts': `import { TypeOrmModule } from '@nestjs/typeorm';\n@Module({ imports: [${options.map((option) => `TypeOrmModule.forRoot({ ${option} })`).join(', ')}] })\nexport class AppModule {}`,
});

/** The name of the host's connection that the jobs are on, or `own`. */
function connectionIn(tree: MemoryTree, path = 'src/background-jobs'): string {
  const host = hostOf({ ...sampleHost, ...manifest(packages), ...tree });
  const connection = chooseConnection(host, { database: 'postgres', path } as AddOptions);
  return connection.kind === 'own' ? 'own' : connection.application.name;
}

describe('the jobs are on', () => {
  it.each<[string, MemoryTree, string]>([
    ["the host's default connection", root("name: 'other', type: 'postgres'", "type: 'postgres'"), 'default'],
    ['its first one where none is the default', root("name: 'one', type: 'postgres'", "name: 'two', type: 'postgres'"), 'one'],
    ['one of the chosen database, though another is the default', root("type: 'mysql'", "name: 'other', type: 'postgres'"), 'other'],
    ['one whose database is computed', root('type: kind()'), 'default'],
    ['their own where the host has another database', root("type: 'mysql'"), 'own'],
    ['their own where TypeORM is not brought in by Nest', { ...root("type: 'postgres'"), ...manifest({ '@nestjs/core': '^11.0.1', typeorm: '^0.3.20' }) }, 'own'],
    ['their own where the host configures no TypeORM', root(), 'own'],
  ])('%s', (_, tree, expected) => {
    expect(connectionIn(tree)).toBe(expected);
  });

  it('never the connection that the module itself opens', () => {
    const tree = { ...root("name: 'other', type: 'postgres'", "type: 'postgres'") };
    expect(connectionIn(tree, 'src')).toBe('own');
  });
});
