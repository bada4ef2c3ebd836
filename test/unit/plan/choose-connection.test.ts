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
  const connection = chooseConnection(host, { provider: 'ef', database: 'postgres', path } as AddOptions);
  return connection.kind === 'nestjs-typeorm' ? connection.application.name : connection.kind;
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

describe('with MongoDB the jobs are on', () => {
  const mongo = manifest({ '@nestjs/core': '^11.0.1', '@nestjs/mongoose': '^11.0.0', mongoose: '^8.0.0', mongodb: '^6.0.0' });
  const withModules = (imports: string, providers = ''): MemoryTree => ({
    'src/app.module.ts': `import { MongooseModule } from '@nestjs/mongoose';\nimport { DatabaseModule } from './database';\n@Module({ imports: [DatabaseModule, ${imports}] })\nexport class AppModule {}`,
    'src/database.ts': `import { MongoClient } from 'mongodb';\n@Module({ providers: [${providers}], exports: ['CLIENT', 'DB'] })\nexport class DatabaseModule {}`,
  });
  const client = `{ provide: 'CLIENT', useValue: new MongoClient('x') }`;
  const db = `{ provide: 'DB', useFactory: (client: MongoClient) => client.db() }`;
  const connectionOn = (driver: 'mongodb' | 'mongoose', tree: MemoryTree, path = 'src/background-jobs') =>
    chooseConnection(hostOf({ ...sampleHost, ...mongo, ...tree }), { provider: 'mongodb', driver, path } as AddOptions);

  it.each<[string, string, string]>([
    ["the host's default connection", `MongooseModule.forRoot('x', { connectionName: 'one' }), MongooseModule.forRoot('x')`, 'default'],
    ['its first one where none is the default', `MongooseModule.forRoot('x', { connectionName: 'one' }), MongooseModule.forRoot('x', { connectionName: 'two' })`, 'one'],
    ['one whose name is known', `MongooseModule.forRoot('x', { connectionName: name() }), MongooseModule.forRoot('x', { connectionName: 'two' })`, 'two'],
  ])('%s through Mongoose', (_, imports, name) => {
    expect(connectionOn('mongoose', withModules(imports))).toEqual({ kind: 'nestjs-mongoose', name, rootFactory: null });
  });

  it('a database of the host before a client', () => {
    const module = { className: 'DatabaseModule', imported: { name: 'DatabaseModule', from: { kind: 'file', file: 'src/database.ts' } } };
    expect(connectionOn('mongodb', withModules('', `${client}, ${db}`))).toMatchObject({ kind: 'mongo-client', token: { text: 'DB' }, module });
    expect(connectionOn('mongodb', withModules('', client))).toMatchObject({ kind: 'mongo-client', token: { text: 'CLIENT' }, module });
  });

  it.each<[string, 'mongodb' | 'mongoose', MemoryTree, string]>([
    ["the driver is not the host's Mongoose", 'mongodb', withModules(`MongooseModule.forRoot('x')`), 'src/background-jobs'],
    ["Mongoose is not the host's driver", 'mongoose', withModules('', client), 'src/background-jobs'],
    ['the host has none', 'mongoose', withModules(''), 'src/background-jobs'],
    ['its client is out of reach', 'mongodb', withModules('', client.replace('CLIENT', 'KEPT')), 'src/background-jobs'],
    ['the client is our own', 'mongodb', withModules('', client), 'src'],
  ])('their own where %s', (_, driver, tree, path) => {
    expect(connectionOn(driver, tree, path)).toEqual({ kind: 'own' });
  });
});
