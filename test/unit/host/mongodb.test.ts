import { describe, expect, it } from 'vitest';
import type { MongoClientProvider } from '../../../generators/host/host.ts';
import type { MemoryTree } from '../../support/memory-host-files.ts';
import { hostOf, sampleHost } from './sample-host.ts';

const manifest: MemoryTree = {
  'package.json': JSON.stringify({ dependencies: { '@nestjs/core': '^11.0.1', '@nestjs/mongoose': '^11.0.0', mongoose: '^8.0.0', mongodb: '^6.0.0' } }, null, 2),
};
const root = (head: string, metadata: string): MemoryTree => ({ 'src/app.module.ts': `${head}\n@Module(${metadata})\nexport class AppModule {}` });
const host = (tree: MemoryTree) => hostOf({ ...sampleHost, ...manifest, ...tree });

describe('connections of Mongoose', () => {
  const connectionsIn = (...imports: readonly string[]) =>
    host(root(`import { MongooseModule } from '@nestjs/mongoose';\nconst LOGS = 'logs';`, `{ imports: [${imports.join(', ')}] }`)).mongodb.connections.map(({ name }) => name);

  it.each([
    ['one without a name', `MongooseModule.forRoot('mongodb://x')`, 'default'],
    ['one with options', `MongooseModule.forRoot('mongodb://x', { autoIndex: false })`, 'default'],
    ['a named one', `MongooseModule.forRoot('mongodb://x', { connectionName: 'logs' })`, 'logs'],
    ['one named by a constant', `MongooseModule.forRootAsync({ connectionName: LOGS, useFactory: () => ({}) })`, 'logs'],
    ['one whose name is computed', `MongooseModule.forRootAsync({ connectionName: process.env.NAME })`, null],
    ['one that models count on', `MongooseModule.forFeature([])`, 'default'],
    ['a named one that models count on', `MongooseModule.forFeatureAsync([], LOGS)`, 'logs'],
  ])('are found: %s', (_, call, name) => {
    expect(connectionsIn(call)).toEqual([name]);
  });

  it('each once, those that are seen to be made first', () => {
    expect(connectionsIn(`MongooseModule.forFeature([])`, `MongooseModule.forFeature([], 'logs')`, `MongooseModule.forRoot('x', { connectionName: 'logs' })`)).toEqual(['logs', 'default']);
  });

  it('are found in a module of the host, which the root module imports', () => {
    const tree = {
      ...root(`import { DatabaseModule } from './database';`, '{ imports: [DatabaseModule] }'),
      'src/database.ts': `import { MongooseModule } from '@nestjs/mongoose';\n@Module({ imports: [MongooseModule.forRootAsync({ useClass: Options })] })\nexport class DatabaseModule {}`,
    };
    expect(host(tree).mongodb.connections).toEqual([{ name: 'default', rootFactory: null, evidence: { file: 'src/database.ts', line: 2, what: 'MongooseModule.forRootAsync' } }]);
    expect([host(tree).orm?.value, host(tree).database?.value]).toEqual(['mongoose', 'mongodb']);
  });
});

/** A host whose DatabaseModule stands in a file of its own; `before` it, and in its `exports` what the provider is found by. */
const withProvider = (provider: string, { before = '', exports = 'TOKEN', decorators = '', more = {} }: { before?: string; exports?: string; decorators?: string; more?: MemoryTree } = {}): MemoryTree => ({
  ...root(`import { DatabaseModule } from './database/database.module';`, '{ imports: [DatabaseModule] }'),
  'src/database/database.module.ts': `import { MongoClient, Db } from 'mongodb';
import { TOKEN } from './tokens';
${before}
${decorators}
@Module({ providers: [${provider}], exports: [${exports}] })
export class DatabaseModule {}`,
  'src/database/tokens.ts': `export const TOKEN = Symbol('database');`,
  ...more,
});
const clientsIn = (tree: MemoryTree): readonly MongoClientProvider[] => host(tree).mongodb.clients;

describe('a client of the driver is what a provider gives by', () => {
  it.each([
    ['making one', `useValue: new MongoClient('x')`, 'client'],
    ['a factory', `useFactory: () => new MongoClient('x')`, 'client'],
    ['connecting it', `useFactory: async () => { const client = new MongoClient('x'); await client.connect(); return client; }`, 'client'],
    ['what connect() resolves to', `useFactory: () => new MongoClient('x').connect()`, 'client'],
    ['the static connect', `useFactory: async () => await MongoClient.connect('x')`, 'client'],
    ['its database', `useFactory: async () => { try { const client = await MongoClient.connect('x'); return client.db('app'); } catch (error) { throw error; } }`, 'database'],
    ['its database behind then', `useFactory: () => MongoClient.connect('x').then((client) => client.db())`, 'database'],
    ['the database of one that is injected', `inject: ['CLIENT'], useFactory: (client: MongoClient) => client.db('app')`, 'database'],
    ['a database that is injected', `inject: ['DB'], useFactory: (db: Db) => db`, 'database'],
  ])('%s', (_, provider, value) => {
    expect(clientsIn(withProvider(`{ provide: TOKEN, ${provider} }`))).toMatchObject([{ value, evidence: { file: 'src/database/database.module.ts', line: 5, what: 'TOKEN' } }]);
  });

  it.each([
    ['a list that is spread', `...providers`, `import { providers } from './providers';`, `import { MongoClient } from 'mongodb';\nimport { TOKEN } from './tokens';\nexport const providers = [{ provide: TOKEN, useFactory: () => new MongoClient('x') }];`],
    ['a constant', `mongoProvider`, `import { mongoProvider } from './providers';`, `import { MongoClient } from 'mongodb';\nimport { TOKEN } from './tokens';\nexport const mongoProvider = { provide: TOKEN, useFactory: connect };\nasync function connect() { return MongoClient.connect('x'); }`],
    ['a function', `createClient()`, `import { createClient } from './providers';`, `import * as mongo from 'mongodb';\nimport { TOKEN } from './tokens';\nexport function createClient() { return { provide: TOKEN, useValue: new mongo.MongoClient('x') }; }`],
  ])('through %s', (_, provider, before, text) => {
    expect(clientsIn(withProvider(provider, { before, more: { 'src/database/providers.ts': text } }))).toMatchObject([{ value: 'client', access: { kind: 'import', className: 'DatabaseModule' } }]);
  });

  it.each([
    ['another value', `{ provide: TOKEN, useValue: 1 }`],
    ['a client of something else', `{ provide: TOKEN, useFactory: () => new Redis().connect() }`],
    ['a collection', `{ provide: TOKEN, useFactory: (db: Db) => db.collection('x') }`],
  ])('but not by %s', (_, provider) => {
    expect(clientsIn(withProvider(provider))).toEqual([]);
  });

  it('which tells the database, where there is no ORM', () => {
    const { orm, database } = hostOf({
      ...sampleHost,
      ...withProvider(`{ provide: TOKEN, useValue: new MongoClient('x') }`),
      'package.json': JSON.stringify({ dependencies: { '@nestjs/core': '11.0.1', mongodb: '7.0.0', pg: '8.0.0' } }),
    });
    expect([orm, database]).toEqual([null, { value: 'mongodb', evidence: { file: 'src/database/database.module.ts', line: 5, what: 'TOKEN' } }]);
  });
});

describe('its token is', () => {
  const tokenOf = (provide: string, before = '') => clientsIn(withProvider(`{ provide: ${provide}, useValue: new MongoClient('x') }`, { before, exports: provide }))[0]?.token;
  const file = (name: string) => ({ kind: 'file', file: `src/database/${name}.ts` });

  it.each<[string, string, string, unknown]>([
    ['a text', `'DATABASE'`, '', { kind: 'text', text: 'DATABASE' }],
    ['a constant of another file', 'TOKEN', '', { kind: 'name', expression: 'TOKEN', root: 'TOKEN', imported: { name: 'TOKEN', from: file('tokens') } }],
    ['a constant of its file', 'DB', `export const DB = Symbol();`, { kind: 'name', expression: 'DB', root: 'DB', imported: { name: 'DB', from: file('database.module') } }],
    ['the text of a constant that its file keeps', 'DB', `const DB = 'db';`, { kind: 'text', text: 'db' }],
    ['a member of what is exported', 'Tokens.Db', `export const Tokens = { Db: Symbol() };`, { kind: 'name', expression: 'Tokens.Db', root: 'Tokens', imported: { name: 'Tokens', from: file('database.module') } }],
    ['a class of a package', 'MongoClient', '', { kind: 'name', expression: 'MongoClient', root: 'MongoClient', imported: { name: 'MongoClient', from: { kind: 'package', package: 'mongodb' } } }],
    ['not to be had where its file keeps it', 'DB', `const DB = Symbol();`, null],
    ['not to be had where it is computed', `getToken('x')`, `import { getToken } from 'nest-mongodb';`, null],
  ])('%s', (_, provide, before, token) => {
    expect(tokenOf(provide, before)).toEqual(token);
  });
});

describe('other modules come by it', () => {
  const provider = `{ provide: TOKEN, useFactory: () => new MongoClient('x') }`;
  const accessIn = (tree: MemoryTree) => clientsIn(tree)[0]?.access;

  it('by importing the module that exports it', () => {
    const access = { kind: 'import', className: 'DatabaseModule', imported: { name: 'DatabaseModule', from: { kind: 'file', file: 'src/database/database.module.ts' } } };
    expect(accessIn(withProvider(provider))).toEqual(access);
    expect(accessIn(withProvider(`{ provide: 'DB', useValue: new MongoClient('x') }`, { exports: `'DB'` }))).toEqual(access);
    expect(accessIn(withProvider('...providers', { before: `const providers = [${provider}];`, exports: '...providers' }))).toEqual(access);
  });

  it('without more where the module is global', () => {
    expect(accessIn(withProvider(provider, { decorators: '@Global()' }))).toEqual({ kind: 'global' });
    expect(accessIn(dynamic('global: true,'))).toEqual({ kind: 'global' });
  });

  it('in a host whose modules choose one another: a client by its class, made by a static method, in a global module behind a dynamic one', () => {
    const tree = {
      ...root(`import { SwitchModule } from './switch';`, '{ imports: [SwitchModule.init({ disable: process.env.TEST })] }'),
      'src/switch.ts': `import { DynamicModule } from '@nestjs/common';
import { MongoModule } from './MongoModule';
@Module({})
export class SwitchModule {
  static init({ disable }): DynamicModule {
    if (disable) {
      return { module: SwitchModule };
    }
    return { module: SwitchModule, imports: [MongoModule] };
  }
}`,
      'src/MongoModule.ts': `import { MongoClient } from 'mongodb';
@Global()
@Module({ providers: [{ provide: MongoClient, useFactory: MongoModule.createMongoClient }], exports: [MongoClient] })
export class MongoModule {
  static createMongoClient() {
    return new MongoClient('mongodb://x');
  }
}`,
    };
    expect(clientsIn(tree)).toMatchObject([{ value: 'client', token: { expression: 'MongoClient', imported: { from: { kind: 'package' } } }, access: { kind: 'global' } }]);
  });

  it.each<[string, MemoryTree, object]>([
    ['its module does not export it', withProvider(provider, { exports: '' }), { why: 'DatabaseModule does not export it', snippet: 'exports: [TOKEN],' }],
    ['a global module does not export it', withProvider(provider, { exports: '', decorators: '@Global()' }), { why: 'DatabaseModule does not export it' }],
    ['only a call of the module brings it', dynamic(''), { why: expect.stringContaining('dynamic'), snippet: 'global: true,' }],
    [
      'the root module has it',
      root(`import { MongoClient } from 'mongodb';`, `{ providers: [{ provide: 'DB', useValue: new MongoClient('x') }], exports: ['DB'] }`),
      { why: expect.stringContaining('root module') },
    ],
  ])('not where %s, which says what to change', (_, tree, hidden) => {
    expect(accessIn(tree)).toMatchObject({ kind: 'hidden', remedy: expect.stringMatching(/\.$/), ...hidden });
  });

  function dynamic(more: string): MemoryTree {
    return {
      ...root(`import { DatabaseModule } from './database';`, '{ imports: [DatabaseModule.forRoot()] }'),
      'src/database.ts': `import { MongoClient } from 'mongodb';
@Module({})
export class DatabaseModule {
  static forRoot() {
    return { module: DatabaseModule, ${more} providers: [{ provide: 'DB', useFactory: () => new MongoClient('x') }], exports: ['DB'] };
  }
}`,
    };
  }
});
