import type { Flags } from '../../generators/options/flags.ts';

/** A host as a few files, and the flags `add` is run with in it. */
export interface Mix {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly flags: Flags;
}

const nests = {
  'nest12-esm': { major: 12, type: 'module', extension: '.js', test: 'vitest run', runner: { vitest: '^4.1.2' }, typescript: '^6.0.2', typeorm: '^1.1.0', mongoose: '^9.0.0', mongodb: '^7.0.0' },
  'nest11-cjs': { major: 11, type: 'commonjs', extension: '', test: 'jest', runner: { jest: '^30.0.0', '@types/jest': '^30.0.0' }, typescript: '^5.9.0', typeorm: '^0.3.28', mongoose: '^8.9.0', mongodb: '^6.12.0' },
} as const;

/** What the files of a host depend on. */
export interface Nest {
  readonly major: number;
  /** Of relative imports. */
  readonly extension: '.js' | '';
  /** Ranges of packages. */
  readonly typeorm: string;
  readonly mongoose: string;
  readonly mongodb: string;
}

/** What a host has of its own for its data. */
export interface Store {
  readonly flags: Flags;
  readonly dependencies?: Readonly<Record<string, string>>;
  /** What its root module imports, with the statements for it; nothing where left out. */
  readonly root?: { readonly head: string; readonly imports: string };
  readonly files?: Readonly<Record<string, string>>;
}

const typeOrm = (type: string, options: string): NonNullable<Store['root']> => ({
  head: "import { TypeOrmModule } from '@nestjs/typeorm';\n",
  imports: `\n    TypeOrmModule.forRoot({\n      type: '${type}',\n      ${options},\n      autoLoadEntities: true,\n    }),\n  `,
});

export const stores = {
  'sqlite-own': () => ({ flags: { database: 'sqlite' } }),
  'sqlite-typeorm': ({ major, typeorm }) => ({
    flags: { database: 'sqlite' },
    dependencies: { '@nestjs/typeorm': `^${major}.0.0`, 'better-sqlite3': '^12.4.0', typeorm },
    root: typeOrm('better-sqlite3', "database: 'app.sqlite'"),
  }),
  'postgres-own': () => ({ flags: { database: 'postgres', schema: 'jobs' } }),
  'postgres-typeorm': ({ major, typeorm }) => ({
    flags: { database: 'postgres', schema: 'jobs' },
    dependencies: { '@nestjs/typeorm': `^${major}.0.0`, pg: '^8.16.0', typeorm },
    root: typeOrm('postgres', "url: process.env['DATABASE_URL'] ?? ''"),
  }),
  'mongodb-own': () => ({ flags: { provider: 'mongodb' } }),
  'mongodb-mongoose': ({ major, mongoose }) => ({
    flags: {},
    dependencies: { '@nestjs/mongoose': `^${major}.0.0`, mongoose },
    root: { head: "import { MongooseModule } from '@nestjs/mongoose';\n", imports: "\n    MongooseModule.forRoot(process.env['MONGODB_URL'] ?? '', {\n      connectionName: 'main',\n    }),\n  " },
  }),
  'mongodb-client': ({ mongodb, extension }) => ({
    flags: {},
    dependencies: { mongodb },
    root: { head: `import { DatabaseModule } from './database/database.module${extension}';\n`, imports: 'DatabaseModule' },
    files: {
      'src/database/database.tokens.ts': "export const DATABASE = Symbol('DATABASE');\n",
      'src/database/database.module.ts': `import { Module } from '@nestjs/common';
import { MongoClient } from 'mongodb';
import { DATABASE } from './database.tokens${extension}';

@Module({
  providers: [
    {
      provide: DATABASE,
      useFactory: async () => {
        const client = await MongoClient.connect(
          process.env['MONGODB_URL'] ?? '',
        );
        return client.db();
      },
    },
  ],
  exports: [DATABASE],
})
export class DatabaseModule {}
`,
    },
  }),
} satisfies Readonly<Record<string, (nest: Nest) => Store>>;

/** Provider × database × connection × module format and Nest major, and telemetry: every tree the generator can emit. */
export const mixes: readonly Mix[] = [
  ...(['nest12-esm', 'nest11-cjs'] as const).flatMap((nest) => (['sqlite-own', 'sqlite-typeorm', 'postgres-own', 'postgres-typeorm', 'mongodb-own', 'mongodb-mongoose'] as const).map((store) => mix(nest, store))),
  mix('nest12-esm', 'mongodb-client'),
  withDependencies('opentelemetry', { '@opentelemetry/api': '^1.9.0' }, mix('nest12-esm', 'sqlite-own')),
];

function withDependencies(name: string, added: Readonly<Record<string, string>>, { files, ...base }: Mix): Mix {
  const manifest = JSON.parse(files['package.json'] ?? '') as { readonly dependencies: object };
  const dependencies = { ...manifest.dependencies, ...added };
  return { ...base, name: `${base.name}-${name}`, files: { ...files, 'package.json': `${JSON.stringify({ ...manifest, dependencies }, null, 2)}\n` } };
}

function mix(nestName: keyof typeof nests, storeName: keyof typeof stores): Mix {
  const nest = nests[nestName];
  const { flags, dependencies, root, files }: Store = stores[storeName](nest);
  const manifest = {
    name: 'app',
    private: true,
    ...(nest.type === 'module' && { type: 'module' }),
    scripts: { build: 'nest build', test: nest.test },
    dependencies: {
      '@nestjs/common': `^${nest.major}.0.1`,
      '@nestjs/core': `^${nest.major}.0.1`,
      ...dependencies,
      'reflect-metadata': '^0.2.2',
    },
    devDependencies: { prettier: '^3.4.2', typescript: nest.typescript, ...nest.runner },
  };
  return {
    name: `${nestName}-${storeName}`,
    flags,
    files: {
      ...files,
      'package.json': `${JSON.stringify(manifest, null, 2)}\n`,
      'package-lock.json': '{}\n',
      'nest-cli.json': '{ "sourceRoot": "src" }\n',
      '.prettierrc': '{\n  "singleQuote": true,\n  "trailingComma": "all"\n}\n',
      'tsconfig.json': '{ "compilerOptions": { "module": "nodenext", "moduleResolution": "nodenext", "target": "ES2023", "outDir": "./dist", "rootDir": "./src", "experimentalDecorators": true } }\n',
      'src/main.ts': `import { NestFactory } from '@nestjs/core';\nimport { AppModule } from './app.module${nest.extension}';\n\nasync function bootstrap() {\n  const app = await NestFactory.create(AppModule);\n  await app.listen(3000);\n}\nvoid bootstrap();\n`,
      'src/app.module.ts': `import { Module } from '@nestjs/common';\n${root?.head ?? ''}\n@Module({\n  imports: [${root?.imports ?? ''}],\n})\nexport class AppModule {}\n`,
    },
  };
}
