import { describe, expect, it } from 'vitest';
import type { EfOptions } from '../../../generators/options/add-options.ts';
import { chooseConnection } from '../../../generators/plan/choose-connection.ts';
import { migrationTarget } from '../../../generators/plan/migration-target.ts';
import { namingMembers, namingNotes } from '../../../generators/plan/table-naming.ts';
import { hostOf, sampleHost } from '../host/sample-host.ts';

const defaults = { provider: 'ef', database: 'postgres', migration: true, schema: null, path: 'src/jobs' } as EfOptions;

interface Names {
  /** What the application's options say beside the usual. */
  readonly application: string;
  /** What those of the data source for the command line say; `undefined` where there is none. */
  readonly cli?: string;
  readonly head?: string;
  readonly options?: Partial<EfOptions>;
}

/** What is noted, and what the module's own data source is told. */
function namingOf({ application, cli, head = '', options: changed }: Names) {
  const host = hostOf({
    ...sampleHost,
    'package.json': JSON.stringify({ scripts: { build: 'nest build' }, dependencies: { '@nestjs/core': '^11.0.1', '@nestjs/typeorm': '^11.0.0', typeorm: '^0.3.20', pg: '^8.0.0' } }),
    'src/names.ts': `import { DefaultNamingStrategy } from 'typeorm';\nexport class Snakes extends DefaultNamingStrategy {}\nexport const PREFIX = 'app_';`,
    'src/app.module.ts': `import { TypeOrmModule } from '@nestjs/typeorm';\nimport { Snakes, PREFIX } from './names';\n${head}\n@Module({ imports: [TypeOrmModule.forRoot({ type: 'postgres', autoLoadEntities: true, ${application} })] })\nexport class AppModule {}`,
    ...(cli !== undefined && {
      'src/data-source.ts': `import { DataSource } from 'typeorm';\nimport { Snakes, PREFIX } from './names';\nexport default new DataSource({ type: 'postgres', entities: [__dirname + '/**/*.entity.js'], migrations: [__dirname + '/migrations/*.js'], ${cli} });`,
    }),
  });
  const options: EfOptions = { ...defaults, ...changed };
  const connection = chooseConnection(host, options);
  const { target } = migrationTarget(host, options, connection, 1);
  return { notes: namingNotes(options, connection, target), members: namingMembers(connection) };
}

describe('one name of the table is had', () => {
  it.each<[string, Names]>([
    ['where nothing is said', { application: '', cli: '' }],
    ['where both say the same', { application: `entityPrefix: 'app_', namingStrategy: new Snakes()`, cli: `entityPrefix: PREFIX, namingStrategy: new Snakes()` }],
    ['by expressions that may give the same', { application: `entityPrefix: config.get('PREFIX')`, cli: `entityPrefix: process.env.PREFIX` }],
    ['where the strategy is one of typeorm-naming-strategies', { application: 'namingStrategy: new SnakeNamingStrategy()', cli: '', head: `import { SnakeNamingStrategy } from 'typeorm-naming-strategies';` }],
    ['where the options go on out of sight', { application: `...load(), entityPrefix: 'app_'`, cli: '' }],
    ['where the schema that differs is none of the table', { application: `schema: 'shop'`, cli: '', options: { schema: 'jobs' } }],
    ['by our data source, which is told what is written', { application: `entityPrefix: PREFIX, schema: 'shop'` }],
    ['by TypeORM itself', { application: `synchronize: true, entityPrefix: 'app_'` }],
  ])('%s', (_, names) => {
    expect(namingOf(names).notes).toEqual([]);
  });

  it('by our data source as by the application', () => {
    expect(namingOf({ application: `entityPrefix: PREFIX, schema: 'shop'` }).members).toBe(` entityPrefix: 'app_', schema: 'shop' `);
    expect(namingOf({ application: 'namingStrategy: new Snakes()' }).members).toBe('');
  });
});

describe('before anything is written it is told', () => {
  it.each<[string, Names, object]>([
    ['that the data source has no prefix', { application: `entityPrefix: 'app_'`, cli: '' }, { file: 'src/data-source.ts', line: 3, snippet: `entityPrefix: 'app_',`, found: 'no entityPrefix' }],
    ['that the application has none', { application: '', cli: `entityPrefix: 'app_'` }, { file: 'src/app.module.ts', line: 4, snippet: `entityPrefix: 'app_',`, remedy: expect.stringContaining('src/data-source.ts:3') }],
    ['that they have two', { application: `entityPrefix: 'a_'`, cli: `entityPrefix: 'b_'` }, { file: 'src/data-source.ts', snippet: `entityPrefix: 'a_',`, found: `entityPrefix: 'b_'` }],
    ['that one has a strategy', { application: 'namingStrategy: new Snakes()', cli: '' }, { file: 'src/data-source.ts', snippet: 'namingStrategy: new Snakes(),' }],
    ['that one has a schema', { application: `schema: 'shop'`, cli: '' }, { file: 'src/data-source.ts', snippet: `schema: 'shop',` }],
    ['what our data source cannot read', { application: 'namingStrategy: new Snakes()' }, { file: 'src/app.module.ts', line: 4, snippet: 'namingStrategy: new Snakes(),', remedy: expect.stringContaining('src/jobs/typeorm/host-data-source.ts') }],
    ['that TypeORM cannot make indexes of columns that a strategy renames', { application: 'synchronize: true, namingStrategy: new Snakes()' }, { file: 'src/app.module.ts', line: 4, message: expect.stringContaining('new Snakes()') }],
  ])('%s', (_, names, issue) => {
    expect(namingOf(names).notes).toEqual([expect.objectContaining({ code: 'table-names', severity: 'warning', ...issue })]);
  });
});
