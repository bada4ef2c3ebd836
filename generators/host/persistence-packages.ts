import type { Database, Host } from './host.ts';

type Orm = NonNullable<Host['orm']>['value'];

/** What tells that an application works with an ORM. */
export interface OrmSigns {
  readonly orm: Orm;
  /** Package and exported name of what sets it up. */
  readonly uses: readonly { readonly module: RegExp; readonly name: RegExp }[];
  /** Packages that a host without a recognisable use still declares. */
  readonly packages: readonly string[];
}

/** Relational ones first: of several in one host they are what a job table goes to. */
export const ormSigns: readonly OrmSigns[] = [
  {
    orm: 'typeorm',
    uses: [
      { module: /^@nestjs\/typeorm$/, name: /^TypeOrmModule$/ },
      { module: /^typeorm$/, name: /^(?:DataSource|createConnection)$/ },
    ],
    packages: ['typeorm'],
  },
  { orm: 'mikro-orm', uses: [{ module: /^@mikro-orm\//, name: /^Mikro(?:Orm|ORM)/ }], packages: ['@mikro-orm/core'] },
  {
    orm: 'prisma',
    // The client may be generated into the sources, so only its name is sure.
    uses: [
      { module: /./, name: /^PrismaClient$/ },
      { module: /^nestjs-prisma$/, name: /./ },
    ],
    packages: ['@prisma/client'],
  },
  { orm: 'drizzle', uses: [{ module: /drizzle/, name: /drizzle/i }], packages: ['drizzle-orm'] },
  {
    orm: 'sequelize',
    uses: [
      { module: /^@nestjs\/sequelize$/, name: /^SequelizeModule$/ },
      { module: /^sequelize(?:-typescript)?$/, name: /^Sequelize$/ },
    ],
    packages: ['sequelize'],
  },
  { orm: 'knex', uses: [{ module: /knex|objection/i, name: /./ }], packages: ['knex'] },
  { orm: 'kysely', uses: [{ module: /kysely/, name: /kysely/i }], packages: ['kysely'] },
  {
    orm: 'mongoose',
    uses: [
      { module: /^@nestjs\/mongoose$/, name: /^MongooseModule$/ },
      { module: /^mongoose$/, name: /./ },
    ],
    packages: ['mongoose'],
  },
];

/** Drivers, and the database each is for. */
export const driverPackages: Readonly<Record<string, Database>> = {
  pg: 'postgres',
  postgres: 'postgres',
  mysql2: 'mysql',
  mysql: 'mysql',
  mariadb: 'mariadb',
  'better-sqlite3': 'sqlite',
  sqlite3: 'sqlite',
  'sql.js': 'sqlite',
  mssql: 'mssql',
  tedious: 'mssql',
  mongodb: 'mongodb',
  mongoose: 'mongodb',
  '@mikro-orm/postgresql': 'postgres',
  '@mikro-orm/mysql': 'mysql',
  '@mikro-orm/mariadb': 'mariadb',
  '@mikro-orm/sqlite': 'sqlite',
  '@mikro-orm/better-sqlite': 'sqlite',
  '@mikro-orm/libsql': 'sqlite',
  '@mikro-orm/mssql': 'mssql',
  '@mikro-orm/mongodb': 'mongodb',
};

/** Packages that bring a queue or a scheduler. */
export const queuePackages: ReadonlySet<string> = new Set([
  '@nestjs/bull',
  '@nestjs/bullmq',
  '@nestjs/schedule',
  '@taskforcesh/nestjs-bullmq-pro',
  'agenda',
  'agendash',
  'agenda-nest',
  'nestjs-agenda',
  'bull',
  'bullmq',
  'bee-queue',
  'pg-boss',
  'nestjs-graphile-worker',
  'graphile-worker',
  'nestjs-temporal',
  'nestjs-temporal-core',
]);
