import { describe, expect, it } from 'vitest';
import type { Manifest } from '../../../generators/manifest/manifest.ts';
import { recordedFlags } from '../../../generators/options/recorded-flags.ts';

const answersOf = (options: Manifest['options']) => recordedFlags({ options } as Manifest);

describe('the answers of an earlier run', () => {
  it('are the flags that give them; the place is the host\'s to tell', () => {
    const options = { provider: 'ef', orm: 'typeorm', database: 'sqlite', tablePrefix: '', schema: null, connectionStringName: 'Jobs', applicationName: null, path: 'src/x', rootModule: 'a#B', register: true, migration: false, tests: true };
    expect(answersOf(options)).toEqual({
      provider: 'ef',
      orm: 'typeorm',
      database: 'sqlite',
      tablePrefix: '',
      schema: '',
      connectionStringName: 'Jobs',
      applicationName: '',
      noRegister: false,
      noMigration: true,
      noTests: false,
    });
  });

  it('are those of MongoDB, where it was that', () => {
    const options = { provider: 'mongodb', driver: 'mongoose', tablePrefix: 'Abp', connectionStringName: 'Jobs', applicationName: 'shop', path: 'src/x', register: true, tests: true };
    expect(answersOf(options)).toMatchObject({ provider: 'mongodb', driver: 'mongoose', applicationName: 'shop', noMigration: false });
  });

  it('are left out where a hand has made them what no flag takes', () => {
    const { database, tablePrefix, connectionStringName } = answersOf({ database: 'oracle', tablePrefix: null, connectionStringName: true });
    expect([database, tablePrefix, connectionStringName]).toEqual([undefined, undefined, undefined]);
  });
});
