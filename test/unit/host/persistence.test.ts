import { describe, expect, it } from 'vitest';

import type { MemoryTree } from '../../support/memory-host-files.ts';
import { hostOf, sampleHost } from './sample-host.ts';

const manifest = (dependencies: object): MemoryTree => ({
  'package.json': JSON.stringify({ dependencies: { '@nestjs/core': '^11.0.1', ...dependencies } }, null, 2),
});
const root = (head: string, metadata: string): MemoryTree => ({
  'src/app.module.ts': `${head}\n@Module(${metadata})\nexport class AppModule {}`,
});
const inCore = (head: string, metadata: string): MemoryTree => ({
  ...root(`import { CoreModule } from './core';`, '{ imports: [CoreModule] }'),
  'src/core.ts': `${head}\n@Module(${metadata})\nexport class CoreModule {}`,
});

describe('the ORM is what the root module reaches', () => {
  it.each<[string, MemoryTree, string, number]>([
    [
      'prisma',
      {
        ...inCore(`import { PrismaService } from './prisma.service';`, '{ providers: [PrismaService] }'),
        'src/prisma.service.ts': `import { PrismaClient } from '@prisma/client';\nexport class PrismaService extends PrismaClient {}`,
      },
      'src/prisma.service.ts',
      2,
    ],
    [
      'prisma',
      {
        ...inCore(`import { PrismaService } from './prisma.service';`, '{ providers: [PrismaService] }'),
        'src/prisma.service.ts': `import { PrismaClient } from './generated/client';\nexport class PrismaService {\n  client = new PrismaClient();\n}`,
      },
      'src/prisma.service.ts',
      3,
    ],
    [
      'mongoose',
      inCore(`import { MongooseModule } from '@nestjs/mongoose';`, `{ imports: [MongooseModule.forRoot('x')] }`),
      'src/core.ts',
      2,
    ],
    [
      'mikro-orm',
      inCore(`import { MikroOrmModule } from '@mikro-orm/nestjs';`, '{ imports: [MikroOrmModule.forRoot()] }'),
      'src/core.ts',
      2,
    ],
    [
      'kysely',
      inCore(`import { KyselyModule } from 'nestjs-kysely';`, '{ imports: [KyselyModule.forRootAsync({})] }'),
      'src/core.ts',
      2,
    ],
    [
      'sequelize',
      inCore(`import { SequelizeModule } from '@nestjs/sequelize';`, '{ imports: [SequelizeModule.forRoot({})] }'),
      'src/core.ts',
      2,
    ],
    [
      'drizzle',
      inCore(
        `import { drizzle } from 'drizzle-orm/node-postgres';`,
        `{ providers: [{ provide: 'DRIZZLE', useFactory: () => drizzle(pool) }] }`,
      ),
      'src/core.ts',
      2,
    ],
    ['knex', inCore(`import { KnexModule } from 'nest-knexjs';`, '{ imports: [KnexModule.forRoot({})] }'), 'src/core.ts', 2],
  ])('%s', (orm, tree, file, line) => {
    expect(hostOf({ ...sampleHost, ...manifest({ typeorm: '1', '@prisma/client': '1' }), ...tree }).orm).toMatchObject({
      value: orm,
      evidence: { file, line },
    });
  });

  it('and of two the relational one', () => {
    const tree = root(
      `import { MongooseModule } from '@nestjs/mongoose';\nimport { TypeOrmModule } from '@nestjs/typeorm';`,
      `{ imports: [MongooseModule.forRoot('x'), TypeOrmModule.forRoot({ type: 'mysql' })] }`,
    );
    const host = hostOf({ ...sampleHost, ...manifest({ typeorm: '1.0.0' }), ...tree });
    expect([host.orm?.value, host.database?.value]).toEqual(['typeorm', 'mysql']);
  });

  it('and only then the one that package.json declares alone', () => {
    expect(hostOf({ ...sampleHost, ...manifest({ '@prisma/client': '7' }) }).orm).toEqual({
      value: 'prisma',
      evidence: { file: 'package.json', line: 4, what: '@prisma/client' },
    });
    expect(hostOf({ ...sampleHost, ...manifest({ '@prisma/client': '7', typeorm: '1' }) }).orm).toBeNull();
  });

  it('or none, and then there is no database either', () => {
    const { orm, typeorm, database } = hostOf({ ...sampleHost, ...manifest({ pg: '8' }) });
    expect([orm, typeorm, database]).toEqual([null, null, null]);
  });
});

describe('the database beside another ORM', () => {
  it('is read from the schema of Prisma', () => {
    const schema = `generator client {\n  provider = "prisma-client"\n}\ndatasource db {\n  provider = "sqlite"\n}`;
    expect(hostOf({ ...sampleHost, ...manifest({ '@prisma/client': '7' }), 'prisma/schema.prisma': schema }).database).toEqual({
      value: 'sqlite',
      evidence: { file: 'prisma/schema.prisma', line: 5, what: 'provider = "sqlite"' },
    });
  });

  it('is that of the only driver, and unknown with two', () => {
    expect(hostOf({ ...sampleHost, ...manifest({ knex: '3', mysql2: '3' }) }).database?.value).toBe('mysql');
    expect(hostOf({ ...sampleHost, ...manifest({ knex: '3', mysql2: '3', pg: '8' }) }).database).toBeNull();
  });
});

describe('queues and schedulers', () => {
  it('are those the root module reaches, each once', () => {
    const tree = root(
      `import { BullModule } from '@nestjs/bullmq';\nimport { ScheduleModule } from '@nestjs/schedule';`,
      `{ imports: [ScheduleModule.forRoot(), BullModule.forRoot({}), BullModule.registerQueue({ name: 'a' })] }`,
    );
    expect(hostOf({ ...sampleHost, ...manifest({ agenda: '1' }), ...tree }).queues).toEqual([
      { value: '@nestjs/schedule', evidence: { file: 'src/app.module.ts', line: 3, what: 'ScheduleModule.forRoot' } },
      { value: '@nestjs/bullmq', evidence: { file: 'src/app.module.ts', line: 3, what: 'BullModule.forRoot' } },
    ]);
  });
});

describe('a host of any size', () => {
  const features = (count: number, text: (name: string) => string): MemoryTree =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`src/feature-${index}.ts`, text(`Feature${index}`)]));

  it('is read no further than its root module reaches', () => {
    expect(hostOf({ ...sampleHost, ...features(300, () => 'syntax error(((') })).toEqual(hostOf(sampleHost));
  });

  it('tells its database, also behind hundreds of modules of the root', () => {
    const names = Array.from({ length: 300 }, (_, index) => `Feature${index}`);
    const imports = names.map((name, index) => `import { ${name} } from './feature-${index}';`).join('\n');
    const tree = {
      ...features(300, (name) => `@Module({})\nexport class ${name} {}`),
      ...root(
        `import { TypeOrmModule } from '@nestjs/typeorm';\n${imports}`,
        `{ imports: [${names.join()}, TypeOrmModule.forRoot({ type: 'mysql' })] }`,
      ),
    };
    expect(hostOf({ ...sampleHost, ...manifest({ typeorm: '1.0.0' }), ...tree }).database?.value).toBe('mysql');
  });
});
