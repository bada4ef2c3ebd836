import { describe, expect, it } from 'vitest';

import type { TypeOrmConfiguration, TypeOrmFacts } from '../../../generators/host/host.ts';
import type { MemoryTree } from '../../support/memory-host-files.ts';
import { hostOf, sampleHost } from './sample-host.ts';

const dependencies = { '@nestjs/core': '^11.0.1', '@nestjs/typeorm': '^11.0.0', typeorm: '^0.3.20', pg: '^8.0.0' };
const manifest = (scripts: object = {}): MemoryTree => ({ 'package.json': JSON.stringify({ scripts, dependencies }, null, 2) });
const root = (imports: string, head = ''): MemoryTree => ({
  'src/app.module.ts': `import { Module } from '@nestjs/common';\nimport { TypeOrmModule } from '@nestjs/typeorm';\n${head}\n@Module({ imports: ${imports} })\nexport class AppModule {}\n`,
});

function factsOf(tree: MemoryTree): TypeOrmFacts {
  const { typeorm } = hostOf({ ...sampleHost, ...manifest(), ...tree });
  if (!typeorm) throw new Error('no TypeORM found');
  return typeorm;
}

function applicationOf(tree: MemoryTree): TypeOrmConfiguration {
  const [configuration, ...others] = factsOf(tree).configurations;
  if (!configuration || others.length > 0) throw new Error(`${others.length + 1} configurations`);
  return configuration;
}

const literal = `{ type: 'postgres', autoLoadEntities: true, synchronize: true }`;

/** Every place where the same options can stand. */
const places: Readonly<Record<string, MemoryTree>> = {
  'forRoot with a literal': root(`[TypeOrmModule.forRoot(${literal})]`),
  'forRoot with a constant of another file': {
    ...root('[TypeOrmModule.forRoot(options)]', `import { options } from './db';`),
    'src/db.ts': `export const options: TypeOrmModuleOptions = ${literal};`,
  },
  'forRoot with a spread': {
    ...root(`[TypeOrmModule.forRoot({ ...options, autoLoadEntities: true })]`, `import { options } from './db';`),
    'src/db.ts': `export const options = { type: 'postgres', synchronize: true } as const;`,
  },
  'forRoot with the options of a data source': {
    ...root('[TypeOrmModule.forRoot(dataSource.options)]', `import dataSource from './db';`),
    'src/db.ts': `import { DataSource } from 'typeorm';\nexport default new DataSource(${literal});`,
  },
  'forRoot with a helper': {
    ...root('[TypeOrmModule.forRoot(options())]', `import { options } from './db';`),
    'src/db.ts': `export function options() { if (!process.env.X) { return ${literal}; } }`,
  },
  'forRoot with a static getter': {
    ...root('[TypeOrmModule.forRoot(Config.options)]', `import { Config } from './db';`),
    'src/db.ts': `export class Config { static get options() { return ${literal}; } }`,
  },
  'forRoot with Object.assign': root(`[TypeOrmModule.forRoot(Object.assign({ logging: true }, ${literal}))]`),
  'forRootAsync with an arrow': root(`[TypeOrmModule.forRootAsync({ inject: [C], useFactory: (config: C) => (${literal}) })]`),
  'forRootAsync with a block': root(`[TypeOrmModule.forRootAsync({ useFactory: async () => { const x = 1; return ${literal}; } })]`),
  'forRootAsync with a method': root(`[TypeOrmModule.forRootAsync({ useFactory() { return ${literal}; } })]`),
  'forRootAsync with a function of another file': {
    ...root('[TypeOrmModule.forRootAsync({ useFactory: options })]', `import { options } from './db';`),
    'src/db.ts': `export const options = () => (${literal});`,
  },
  'forRootAsync with a constant': {
    ...root('[TypeOrmModule.forRootAsync(options)]', `import { options } from './db';`),
    'src/db.ts': `export const options: TypeOrmModuleAsyncOptions = { useFactory: () => (${literal}) };`,
  },
  'forRootAsync with a class': {
    ...root('[TypeOrmModule.forRootAsync({ useClass: Config })]', `import { Config } from './db';`),
    'src/db.ts': `export class Config implements TypeOrmOptionsFactory { createTypeOrmOptions() { return ${literal}; } }`,
  },
  'forRootAsync with an existing class that asks another': {
    ...root('[TypeOrmModule.forRootAsync({ useExisting: Config })]', `import { Config } from './db';`),
    'src/db.ts': `class Env { options() { return ${literal}; } }\nexport class Config { constructor(private readonly env: Env) {} createTypeOrmOptions() { return this.env.options(); } }`,
  },
  'registerAs, through the ConfigService': {
    ...root(
      `[ConfigModule.forRoot({ load: [db] }), TypeOrmModule.forRootAsync({ inject: [ConfigService], useFactory: (config: ConfigService) => config.getOrThrow('db') })]`,
      `import { ConfigModule, ConfigService } from '@nestjs/config';\nimport db from './db';`,
    ),
    'src/db.ts': `import { registerAs } from '@nestjs/config';\nexport default registerAs('db', (): O => (${literal}));`,
  },
  'registerAs, by its key': {
    ...root(
      `[TypeOrmModule.forRootAsync({ inject: [db.KEY], useFactory: (config: ConfigType<typeof db>) => ({ ...config }) })]`,
      `import db from './db';`,
    ),
    'src/db.ts': `import { registerAs } from '@nestjs/config';\nexport default registerAs('db', () => (${literal}));`,
  },
  'registerAs, as a provider': {
    ...root('[TypeOrmModule.forRootAsync(db.asProvider())]', `import db from './db';`),
    'src/db.ts': `import { registerAs } from '@nestjs/config';\nexport default registerAs('db', () => (${literal}));`,
  },
  'a configuration file without namespace': {
    ...root(
      `[ConfigModule.forRoot({ load: [configuration] }), TypeOrmModule.forRootAsync({ useFactory: (config: ConfigService) => config.get('database.main') })]`,
      `import { ConfigModule, ConfigService } from '@nestjs/config';\nimport configuration from './db';`,
    ),
    'src/db.ts': `export default () => ({ port: 3000, database: { main: ${literal} } });`,
  },
  'a module further down': {
    ...root('[CoreModule]', `import { CoreModule } from './core.module';`),
    'src/core.module.ts': `import { DatabaseModule } from './database';\n@Module({ imports: [forwardRef(() => DatabaseModule)] })\nexport class CoreModule {}`,
    'src/database/index.ts': `export * from './database.module';`,
    'src/database/database.module.ts': `import { TypeOrmModule } from '@nestjs/typeorm';\n@Module({ imports: [TypeOrmModule.forRoot(${literal})] })\nexport class DatabaseModule {}`,
  },
  'a dynamic module of a module further down': {
    ...root('[CoreModule.forRoot()]', `import { CoreModule } from './core.module';`),
    'src/core.module.ts': `import { TypeOrmModule } from '@nestjs/typeorm';\n@Module({})\nexport class CoreModule { static forRoot() { return { module: CoreModule, imports: [TypeOrmModule.forRoot(${literal})] }; } }`,
  },
  "the root's own static factory": {
    'src/main.ts': `import { NestFactory } from '@nestjs/core';\nimport { AppModule } from './app.module';\nNestFactory.create(AppModule.register());`,
    'src/app.module.ts': `import { TypeOrmModule } from '@nestjs/typeorm';\n@Module({})\nexport class AppModule { static register() { return { module: AppModule, imports: [TypeOrmModule.forRoot(${literal})] }; } }`,
  },
  'a list of modules that is added to': root(
    `modules`,
    `const modules = [].concat(A);\nif (process.env.DB) { modules.push(TypeOrmModule.forRoot(${literal})); }`,
  ),
  'a list of modules made by a function': {
    ...root('[...modules()]', `import { modules } from './modules';`),
    'src/modules.ts': `import { TypeOrmModule } from '@nestjs/typeorm';\nexport function modules() { const db = TypeOrmModule.forRoot(${literal}); switch (kind) { case 'api': return [db]; default: return []; } }`,
  },
  'behind a condition': root(`[process.env.DB && TypeOrmModule.forRoot(${literal}), ...(x ? [A] : [])].filter(Boolean)`),
};

describe('the options of TypeORM are found', () => {
  it.each(Object.entries(places))('%s', (_, tree) => {
    const [application, ...others] = factsOf(tree).configurations.filter(({ role }) => role === 'application');
    expect(others).toEqual([]);
    expect(application).toMatchObject({
      name: 'default',
      driver: 'postgres',
      database: { value: 'postgres' },
      entities: { value: { kind: 'autoLoadEntities' } },
      synchronize: { value: 'on' },
    });
  });

  const withFactory = (imports: string, body: string): MemoryTree => ({
    'src/app.module.ts': `import { TypeOrmModule } from '@nestjs/typeorm';
import { DatabaseModule } from './database.module';
const database = TypeOrmModule.forRoot({ type: 'postgres' });
@Module({ imports: ${imports} })
export class AppModule { static forRoot() { ${body} } }`,
    'src/database.module.ts': `import { TypeOrmModule } from '@nestjs/typeorm';
@Module({ imports: [TypeOrmModule.forRoot({ type: 'postgres' })] })
export class DatabaseModule {}`,
  });

  it.each<[string, string | null, MemoryTree]>([
    ["the root's static factory", 'forRoot', withFactory('[]', 'return { module: AppModule, imports: [database] };')],
    ["a module of the root's static factory", 'forRoot', withFactory('[]', 'return { module: AppModule, imports: [DatabaseModule] };')],
    ['the decorator, beside a static factory', null, withFactory('[DatabaseModule]', 'return { module: AppModule };')],
    ['the decorator and a static factory', null, withFactory('[DatabaseModule]', 'return { imports: [DatabaseModule] };')],
    ['a static method that the decorator calls', null, withFactory('AppModule.forRoot()', 'return [database];')],
  ])('behind %s', (_, rootFactory, tree) => {
    expect(applicationOf(tree)).toMatchObject({ rootFactory, driver: 'postgres' });
  });

  it('with the lines they stand on', () => {
    const host = hostOf({
      ...sampleHost,
      ...manifest(),
      'src/app.module.ts': `import { TypeOrmModule } from '@nestjs/typeorm';
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      useFactory: () => ({
        type: 'better-sqlite3',
        autoLoadEntities: true,
        synchronize: false,
      }),
    }),
  ],
})
export class AppModule {}
`,
    });
    const file = 'src/app.module.ts';
    expect(host.orm).toEqual({ value: 'typeorm', evidence: { file, line: 4, what: 'TypeOrmModule.forRootAsync' } });
    expect(host.database).toEqual({ value: 'sqlite', evidence: { file, line: 6, what: 'TypeOrmModule.forRootAsync' } });
    expect(host.typeorm).toMatchObject({
      version: { value: '0.3.20' },
      nestModule: { value: '11.0.0' },
      configurations: [
        {
          driver: 'better-sqlite3',
          entities: { evidence: { file, line: 7, what: 'autoLoadEntities' } },
          synchronize: { value: 'off', evidence: { file, line: 8, what: 'synchronize' } },
          migrations: null,
          evidence: { file, line: 5, what: 'TypeOrmModule.forRootAsync' },
        },
      ],
    });
  });
});

describe('the database', () => {
  it.each([
    [`'postgres'`, 'postgres'],
    [`'cockroachdb'`, 'other'],
    [`'sqljs'`, 'sqlite'],
    [`'mssql'`, 'mssql'],
    [`'mongodb'`, 'mongodb'],
    [`process.env.DB || 'mariadb'`, 'mariadb'],
    [`(process.env.DB ?? 'mysql') as any`, 'mysql'],
    [`config.get('DB', 'mysql')`, 'mysql'],
    [`process.env.DB as 'mysql'`, 'mysql'],
    [`process.env.DB as any`, null],
    [`isTest ? 'sqlite' : 'postgres'`, null],
  ])('of type: %s is %s', (type, database) => {
    expect(applicationOf(root(`[TypeOrmModule.forRoot({ type: ${type} })]`)).database?.value ?? null).toBe(database);
  });

  it('is that of the one driver package where the options leave it open', () => {
    const host = hostOf({ ...sampleHost, ...manifest(), ...root('[TypeOrmModule.forRoot({ type: process.env.DB as any })]') });
    expect(host.database).toEqual({ value: 'postgres', evidence: { file: 'package.json', line: 7, what: 'pg' } });
  });
});

describe('entities', () => {
  const entities = (value: string, head = '', more: MemoryTree = {}): TypeOrmConfiguration['entities'] =>
    applicationOf({
      ...root(`[TypeOrmModule.forRoot({ type: 'postgres', entities: ${value} })]`, head),
      'src/user.ts': 'export class User {}',
      ...more,
    }).entities;

  it.each([
    [`[__dirname + '/**/*.entity{.ts,.js}']`, ['src/**/*.entity{.ts,.js}']],
    ['[`${__dirname}/../dist/**/*.entity.js`]', ['dist/**/*.entity.js']],
    [`[join(__dirname, '..', 'dist', '**', '*.entity.js')]`, ['dist/**/*.entity.js']],
    [`[path.resolve(process.cwd(), 'dist/**/*.entity.js')]`, ['dist/**/*.entity.js']],
    [`[join(import.meta.dirname, '*.entity.ts')]`, ['src/*.entity.ts']],
    [`[dirname(fileURLToPath(import.meta.url)) + '/*.ts']`, ['src/*.ts']],
    [`['./dist/**/*.entity.js', 'libs/*.ts']`, ['dist/**/*.entity.js', 'libs/*.ts']],
    [`[isTest ? 'src/*.ts' : 'dist/*.js']`, ['src/*.ts', 'dist/*.js']],
    [`[...globs, User]`, ['a/*.ts']],
  ])('%s are globs below the host', (value, patterns) => {
    expect(entities(value, `import { User } from './user';\nconst globs = ['a/*.ts'];`).value).toEqual({ kind: 'globs', patterns });
  });

  it.each<[string, string, MemoryTree, string, number]>([
    ['[User]', '', {}, 'src/app.module.ts', 4],
    ['[...list, User]', 'const list = [User];', {}, 'src/app.module.ts', 4],
    [
      'list',
      `import { list } from './list';`,
      { 'src/list.ts': `import { User } from './user';\n\nexport const list = [User];` },
      'src/list.ts',
      3,
    ],
    ['[]', '', {}, 'src/app.module.ts', 4],
    ['{ User }', '', {}, 'src/app.module.ts', 4],
  ])('%s is a list, and where its literal stands is told', (value, head, more, file, line) => {
    expect(entities(value, `import { User } from './user';${head}`, more).value).toEqual({ kind: 'list', file, line });
  });

  it.each([
    'Object.values(all)',
    '[process.env.DB_ENTITIES]',
    'config.get("ENTITIES")',
    '[`${process.env.DIR}/*.ts`]',
    '[...Object.values(all)]',
  ])('%s cannot be followed', (value) => {
    expect(entities(value, `import * as all from './user';`).value).toEqual({ kind: 'unknown' });
  });

  it('are unknown where the options do not mention them, or switch loading off', () => {
    expect(applicationOf(root(`[TypeOrmModule.forRoot({ type: 'postgres', autoLoadEntities: false })]`)).entities.value).toEqual({
      kind: 'unknown',
    });
  });
});

describe('synchronize', () => {
  it.each([
    ['true', 'on'],
    ['false', 'off'],
    [`process.env.NODE_ENV !== 'production'`, 'off'],
    [`config.get('SYNC')`, 'off'],
    ['dev ? true : false', 'off'],
  ])('%s is %s', (value, expected) => {
    expect(applicationOf(root(`[TypeOrmModule.forRoot({ type: 'postgres', synchronize: ${value} })]`)).synchronize.value).toBe(expected);
  });
});

describe('several connections', () => {
  it('are told by their names', () => {
    const tree = root(
      `[TypeOrmModule.forRoot({ type: 'postgres' }), TypeOrmModule.forRoot({ name: 'audit', type: 'mysql' }), TypeOrmModule.forRootAsync({ name: 'log', useFactory: () => ({ type: 'sqlite' }) })]`,
    );
    expect(factsOf(tree).configurations.map(({ name, driver }) => [name, driver])).toEqual([
      ['default', 'postgres'],
      ['audit', 'mysql'],
      ['log', 'sqlite'],
    ]);
  });
});

describe('a data source', () => {
  const dataSource = `import { DataSource } from 'typeorm';\nexport const source = new DataSource({ type: 'postgres', entities: ['dist/**/*.entity.js'], migrations: ['dist/migrations/*.js'] });`;
  const application = root(`[TypeOrmModule.forRoot({ type: 'postgres', autoLoadEntities: true })]`);
  const cli = (tree: MemoryTree): readonly string[] =>
    factsOf({ ...application, ...tree })
      .configurations.filter(({ role }) => role === 'cli')
      .map(({ evidence }) => evidence.file);

  it.each<[string, MemoryTree, string]>([
    [
      'named by -d',
      { ...manifest({ typeorm: 'typeorm-ts-node-commonjs -d ./config/orm.ts' }), 'config/orm.ts': dataSource },
      'config/orm.ts',
    ],
    [
      'named by --dataSource=, without extension',
      { ...manifest({ 'migration:run': 'typeorm migration:run --dataSource=src/orm' }), 'src/orm.ts': dataSource },
      'src/orm.ts',
    ],
    [
      'named by its built file',
      { ...manifest({ 'migration:run': 'npm run typeorm -- migration:run -d dist/db/orm.js' }), 'src/db/orm.ts': dataSource },
      'src/db/orm.ts',
    ],
    ['in a usual place', { 'src/database/data-source.ts': dataSource }, 'src/database/data-source.ts'],
    ['at the top of the host', { 'ormconfig.ts': dataSource }, 'ormconfig.ts'],
    ['that is only options', { 'ormconfig.ts': `export default { type: 'postgres', entities: [] };` }, 'ormconfig.ts'],
  ])('for the command line is found %s', (_, tree, file) => {
    expect(cli(tree)).toEqual([file]);
  });

  it('for the command line is found beside the options of the application', () => {
    const tree = {
      ...root('[TypeOrmModule.forRoot(options)]', `import { options } from './io/options';`),
      'src/io/options.ts': `export const options = { type: 'postgres', entities: [] };`,
      'src/io/ormconfig.ts': dataSource,
    };
    expect(cli(tree)).toEqual(['src/io/ormconfig.ts']);
  });

  it.each<[string, MemoryTree, readonly (string | null)[]]>([
    ['makes it', { 'ormconfig.ts': dataSource }, [null, 'ormconfig.ts']],
    [
      'makes it from options of another file',
      {
        'ormconfig.ts': `import { options } from './options';\nexport default new DataSource(options);`,
        'options.ts': `export const options = { type: 'postgres' };`,
      },
      [null, 'ormconfig.ts'],
    ],
    ['only has the options', { 'ormconfig.ts': `export default { type: 'postgres' };` }, [null, null]],
  ])('names the file for the command line where that %s', (_, tree, expected) => {
    const application = root(`[TypeOrmModule.forRoot({ type: 'postgres' })]`);
    expect(factsOf({ ...application, ...tree }).configurations.map(({ dataSourceFile }) => dataSourceFile)).toEqual(expected);
  });

  it("with the application's own options is not told twice", () => {
    const shared = {
      ...root('[TypeOrmModule.forRoot(options)]', `import { options } from './data-source';`),
      'src/data-source.ts': `import { DataSource } from 'typeorm';\nexport const options = {\n  type: 'postgres' };\nexport default new DataSource(options);`,
    };
    expect(factsOf(shared).configurations).toMatchObject([{ role: 'application', dataSourceFile: 'src/data-source.ts' }]);
  });

  it("that a provider opens is the application's", () => {
    const { typeorm } = hostOf({
      ...sampleHost,
      ...manifest(),
      'src/app.module.ts': `import { databaseProviders } from './database.providers';\n@Module({ providers: [...databaseProviders] })\nexport class AppModule {}`,
      'src/database.providers.ts': `import { DataSource } from 'typeorm';\nexport const databaseProviders = [{ provide: 'DATA_SOURCE', useFactory: () => new DataSource({ type: 'mysql', entities: [] }).initialize() }];`,
    });
    expect(typeorm).toMatchObject({
      nestModule: null,
      configurations: [{ role: 'application', driver: 'mysql', evidence: { file: 'src/database.providers.ts', what: 'new DataSource' } }],
    });
  });
});

describe('the migrations folder', () => {
  const withMigrations = (value: string, more: MemoryTree = {}): TypeOrmFacts =>
    factsOf({ ...root(`[TypeOrmModule.forRoot({ type: 'postgres', migrations: ${value} })]`, `import { list } from './list';`), ...more });

  it.each<[string, string, MemoryTree, string]>([
    ['a glob', `[__dirname + '/db/migrations/*{.ts,.js}']`, {}, 'src/db/migrations'],
    ['a glob into the built folder', `['dist/db/migrations/*.js']`, {}, 'src/db/migrations'],
    ['a glob with a folder of any depth before it', `['dist/**/migrations/*.js']`, {}, 'src/migrations'],
    [
      'a list',
      'list',
      {
        'src/list.ts': `import { A1700000000000 } from './1700000000000-A';\nexport const list = [A1700000000000];`,
        'src/1700000000000-A.ts': 'export class A1700000000000 {}',
      },
      'src',
    ],
    [
      'a script that generates',
      'x',
      manifest({ 'migration:generate': 'npm run typeorm -- migration:generate -d src/db.ts ./src/db/steps/$npm_config_name' }),
      'src/db/steps',
    ],
    ['files that lie there', 'x', { 'src/database/migrations/1700000000000-Init.ts': '' }, 'src/database/migrations'],
  ])('is the one of %s', (_, value, more, folder) => {
    expect(withMigrations(value, more).migrationsFolder?.value).toBe(folder);
  });

  it("is the command line's where the application has another", () => {
    const facts = withMigrations(`['src/a/*.ts']`, {
      'data-source.ts': `new DataSource({ type: 'postgres', migrations: ['src/b/*.ts'] });`,
    });
    expect(facts.migrationsFolder).toEqual({ value: 'src/b', evidence: { file: 'data-source.ts', line: 1, what: 'migrations' } });
  });

  it('is none where nothing names one', () => {
    expect(factsOf(root(`[TypeOrmModule.forRoot({ type: 'postgres' })]`)).migrationsFolder).toBeNull();
  });

  it.each([
    ['1700000000000-AddUsers.ts', 'PascalCase'],
    ['1700000000000-addUsers.ts', 'camelCase'],
    ['1700000000000-add-users.ts', 'kebab-case'],
    ['1700000000000_add_users.ts', 'snake_case'],
    ['readme.md', 'PascalCase'],
  ])('with %s tells %s', (name, naming) => {
    expect(withMigrations(`['src/migrations/*.ts']`, { [`src/migrations/${name}`]: '' }).migrationNaming).toBe(naming);
  });
});
