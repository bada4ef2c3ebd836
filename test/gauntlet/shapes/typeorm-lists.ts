import { patched, type Shape } from '../shape.ts';

const entity = `«\nimport { BackgroundJobRecord } from './background-jobs/domain/background-job-record';»`;
const migration = `«\nimport { AddBackgroundJobs1700000000000 } from './migrations/1700000000000-AddBackgroundJobs';»`;
const entities = (at: string) => ({ option: { list: 'entities', at } }) as const;
const migrations = (at: string) => ({ option: { list: 'migrations', at } }) as const;

/** Lists of classes in TypeORM's options. */
export const typeOrmLists: readonly Shape[] = [
  patched(
    'entities: forRoot({...})',
    `import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { A, B } from './entities';${entity}

@Module({
  imports: [
    TypeOrmModule.forRoot({
      type: 'postgres',
      entities: [A, B«, BackgroundJobRecord»],
    }),
    TypeOrmModule.forFeature([A, B]),
  ],
})
export class AppModule {}
`,
    entities('TypeOrmModule.forRoot('),
  ),
  patched(
    'entities: forRootAsync with an arrow',
    `import { TypeOrmModule } from '@nestjs/typeorm';
import { A, B } from './entities';${entity}

export const database = TypeOrmModule.forRootAsync({
  useFactory: () => ({
    type: 'postgres' as const,
    entities: [
      A,
      B,«
      BackgroundJobRecord,»
    ],
  }),
});
`,
    entities('useFactory'),
  ),
  patched(
    'entities: forRootAsync with a block',
    `import { TypeOrmModule } from '@nestjs/typeorm';
import { A, B } from './entities';${entity}

export const database = TypeOrmModule.forRootAsync({
  inject: [],
  useFactory: async () => {
    const shared = { logging: true };
    return {
      type: 'postgres' as const,
      ...shared,
      entities: [A, B«, BackgroundJobRecord»],
    };
  },
});
`,
    entities('forRootAsync'),
  ),
  patched(
    'entities: options constant',
    `import type { DataSourceOptions } from 'typeorm';
import { A } from './entities';${entity}

export const options: DataSourceOptions = {
  type: 'postgres',
  entities: [A«, BackgroundJobRecord»],
};
`,
    entities('export const options'),
  ),
  patched(
    'entities: new DataSource({...}), two of them',
    `import { DataSource } from 'typeorm';
import { A, B } from './entities';${entity}

export const reporting = new DataSource({
  type: 'postgres',
  entities: [B],
});

export const main = new DataSource({
  type: 'postgres',
  entities: [A«, BackgroundJobRecord»],
  migrations: ['dist/migrations/*.js'],
});
`,
    entities('export const main'),
  ),
  patched(
    'entities: data source without a list',
    `import { DataSource } from 'typeorm';${entity}

export default new DataSource({
  type: 'postgres',
  migrations: ['dist/migrations/*.js'],«
  entities: [BackgroundJobRecord],»
});
`,
    entities('new DataSource'),
  ),
  patched(
    'entities: exported array',
    `import { A } from './entities/a';
import { B } from './entities/b';${entity}

export const entities = [A, B«, BackgroundJobRecord»];
`,
    entities('export const entities'),
  ),
  patched(
    'entities: exported array in a file without imports',
    `«import { BackgroundJobRecord } from './background-jobs/domain/background-job-record';

»/** All tables. */
export const entities = ['legacy/*.entity.js'«, BackgroundJobRecord»];
`,
    entities('export const entities'),
  ),
  patched(
    'entities: default export of an array',
    `import { A } from './entities/a';${entity}

export default [A«, BackgroundJobRecord»] as const;
`,
    entities('export default'),
  ),
  patched(
    'entities: class that creates the options',
    `import type { TypeOrmModuleOptions, TypeOrmOptionsFactory } from '@nestjs/typeorm';
import { A } from './entities';${entity}

export class DatabaseConfig implements TypeOrmOptionsFactory {
  createTypeOrmOptions(): TypeOrmModuleOptions {
    return {
      type: 'postgres',
      entities: [A«, BackgroundJobRecord»],
    };
  }
}
`,
    entities('class DatabaseConfig'),
  ),
  patched(
    'entities: spread of another list',
    `import { DataSource } from 'typeorm';
import { A, core } from './entities';${entity}

export default new DataSource({
  type: 'postgres',
  entities: [A, ...core«, BackgroundJobRecord»],
});
`,
    entities('entities: ['),
  ),
  patched(
    'entities: constant of the file, read by others too',
    `import { TypeOrmModule } from '@nestjs/typeorm';
import { A } from './entities';${entity}

const entities = [A];

export const modules = [
  TypeOrmModule.forRoot({ type: 'postgres', entities«: [...entities, BackgroundJobRecord]» }),
  TypeOrmModule.forFeature(entities),
];
`,
    entities('forRoot('),
  ),
  patched(
    'entities: options spread into the data source, and used elsewhere',
    `import { DataSource } from 'typeorm';
import { A } from './entities';${entity}

export const options = { entities: [A], logging: true };

export default new DataSource({ ...options, type: 'postgres'«, entities: [...options.entities, BackgroundJobRecord]» });
`,
    entities('new DataSource'),
  ),
  patched(
    'entities: options spread into the data source alone',
    `import { DataSource } from 'typeorm';
import { A } from './entities';${entity}

const options = { entities: [A«, BackgroundJobRecord»], logging: true };

export default new DataSource({ ...options, type: 'postgres' });
`,
    entities('new DataSource'),
  ),
  patched(
    'entities: values of a namespace',
    `import { DataSource } from 'typeorm';
import * as tables from './entities';${entity}

export default new DataSource({
  type: 'postgres',
  entities: «[...»Object.values(tables)«, BackgroundJobRecord]»,
});
`,
    { ...entities('entities:'), stubs: { './entities': 'export declare class A {}' } },
  ),
  patched(
    'entities: map of classes',
    `import { DataSource } from 'typeorm';
import { A, B } from './entities';${entity}

export default new DataSource({
  type: 'postgres',
  entities: { A, B«, BackgroundJobRecord» },
});
`,
    entities('entities:'),
  ),
  patched(
    'entities: glob that does not match ours',
    `import { DataSource } from 'typeorm';${entity}

export default new DataSource({
  type: 'postgres',
  entities: ['dist/shop/**/*.entity.js'«, BackgroundJobRecord»],
});
`,
    entities('entities:'),
  ),
  patched(
    'migrations: list of classes',
    `import { DataSource } from 'typeorm';
import { Init1690000000000 } from './migrations/1690000000000-Init';
import { Users1695000000000 } from './migrations/1695000000000-Users';${migration}

export default new DataSource({
  type: 'postgres',
  entities: [],
  migrations: [
    Init1690000000000,
    Users1695000000000,«
    AddBackgroundJobs1700000000000,»
  ],
});
`,
    migrations('new DataSource'),
  ),
  patched(
    'migrations: default export in a file of its own',
    `import { Init1690000000000 } from './1690000000000-Init';${migration}

export default [
  Init1690000000000«,
  AddBackgroundJobs1700000000000»
];
`,
    migrations('export default'),
  ),
];
