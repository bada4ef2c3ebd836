import { describe, expect, it } from 'vitest';
import type { ImportedName, InjectionToken, MongoClientProvider } from '../../../generators/host/host.ts';
import type { ProvidingModule } from '../../../generators/plan/choose-connection.ts';
import { hostClientOf } from '../../../generators/plan/host-client.ts';

const inFile = (name: string, file: string): ImportedName => ({ name, from: { kind: 'file', file } });
const module: ProvidingModule = { className: 'DatabaseModule', imported: inFile('DatabaseModule', 'src/database/database.module.ts') };
const provider: MongoClientProvider = { value: 'client', token: null, access: { kind: 'global' }, evidence: { file: 'src/database/database.module.ts', what: 'DB' } };
const named = (root: string, imported: ImportedName, expression = root): InjectionToken => ({ kind: 'name', root, expression, imported });
const clientOf = (token: InjectionToken, providing: ProvidingModule | null = module) =>
  hostClientOf({ kind: 'mongo-client', provider, token, module: providing }, 'src/background-jobs/mongodb/host-connection.ts');
const moduleImport = `\nimport { DatabaseModule } from '../../database/database.module.js';`;

describe("the host's client is named", () => {
  it('by a text', () => {
    expect(clientOf({ kind: 'text', text: "it's" })).toEqual({ imports: moduleImport, token: `'it\\'s'`, module: 'DatabaseModule' });
  });

  it.each<[string, InjectionToken, string, string]>([
    ['a constant', named('DB', inFile('DB', 'src/database/tokens.ts')), `import { DB } from '../../database/tokens.js';`, 'DB'],
    ['a constant of another name', named('DB', inFile('DATABASE', 'src/tokens.ts')), `import { DATABASE as DB } from '../../tokens.js';`, 'DB'],
    ['a default export', named('DB', inFile('default', 'src/db.ts')), `import DB from '../../db.js';`, 'DB'],
    ['a member of a namespace', named('tokens', inFile('*', 'src/tokens.ts'), 'tokens.DB'), `import * as tokens from '../../tokens.js';`, 'tokens.DB'],
    ['a class of a package', named('AppDb', { name: 'AppDb', from: { kind: 'package', package: '@shop/db' } }), `import { AppDb } from '@shop/db';`, 'AppDb'],
    ['a class whose name the file has already', named('MongoClient', { name: 'MongoClient', from: { kind: 'package', package: 'mongodb' } }), `import { MongoClient as HostMongoClient } from 'mongodb';`, 'HostMongoClient'],
    ['a member of such a class', named('Db', inFile('Db', 'src/db.ts'), 'Db.token'), `import { Db as HostDb } from '../../db.js';`, 'HostDb.token'],
  ])('by %s', (_, token, line, expression) => {
    expect(clientOf(token)).toMatchObject({ imports: `\n${line}${moduleImport}`, token: expression });
  });

  it('with one import where token and module are of one file', () => {
    expect(clientOf(named('DB', inFile('DB', 'src/database/database.module.ts')))).toMatchObject({
      imports: `\nimport { DB, DatabaseModule } from '../../database/database.module.js';`,
    });
  });

  it('without a module where that is global', () => {
    expect(clientOf({ kind: 'text', text: 'DB' }, null)).toEqual({ imports: '', token: `'DB'`, module: '' });
  });
});
