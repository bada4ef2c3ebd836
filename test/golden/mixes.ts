/** A host as a few files, and the flags `add` is run with in it. */
export interface Mix {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly flags: { readonly database: 'postgres' | 'sqlite'; readonly schema?: string };
}

const databases = {
  postgres: { type: 'postgres', driver: { pg: '^8.16.0' }, options: "url: process.env['DATABASE_URL'] ?? ''" },
  sqlite: { type: 'better-sqlite3', driver: { 'better-sqlite3': '^12.4.0' }, options: "database: 'app.sqlite'" },
} as const;

const nests = {
  'nest12-esm': { major: 12, type: 'module', extension: '.js', test: 'vitest run', runner: { vitest: '^4.1.2' }, typescript: '^6.0.2', typeorm: '^1.1.0' },
  'nest11-cjs': { major: 11, type: 'commonjs', extension: '', test: 'jest', runner: { jest: '^30.0.0', '@types/jest': '^30.0.0' }, typescript: '^5.9.0', typeorm: '^0.3.28' },
} as const;

/** ORM × database × module format × Nest major, and telemetry: every tree the generator can emit. */
export const mixes: readonly Mix[] = [
  ...(['nest12-esm', 'nest11-cjs'] as const).flatMap((nest) =>
    (['sqlite', 'postgres'] as const).flatMap((database) => (['own', 'typeorm'] as const).map((connection) => mix(nest, database, connection))),
  ),
  withDependencies('opentelemetry', { '@opentelemetry/api': '^1.9.0' }, mix('nest12-esm', 'sqlite', 'own')),
];

function withDependencies(name: string, added: Readonly<Record<string, string>>, { files, ...base }: Mix): Mix {
  const manifest = JSON.parse(files['package.json'] ?? '') as { readonly dependencies: object };
  const dependencies = { ...manifest.dependencies, ...added };
  return { ...base, name: `${base.name}-${name}`, files: { ...files, 'package.json': `${JSON.stringify({ ...manifest, dependencies }, null, 2)}\n` } };
}

function mix(nestName: keyof typeof nests, databaseName: keyof typeof databases, connection: 'own' | 'typeorm'): Mix {
  const nest = nests[nestName];
  const database = databases[databaseName];
  const usesTypeOrm = connection === 'typeorm';
  const manifest = {
    name: 'app',
    private: true,
    ...(nest.type === 'module' && { type: 'module' }),
    scripts: { build: 'nest build', test: nest.test },
    dependencies: {
      '@nestjs/common': `^${nest.major}.0.1`,
      '@nestjs/core': `^${nest.major}.0.1`,
      ...(usesTypeOrm && { '@nestjs/typeorm': `^${nest.major}.0.0`, ...database.driver }),
      'reflect-metadata': '^0.2.2',
      ...(usesTypeOrm && { typeorm: nest.typeorm }),
    },
    devDependencies: { prettier: '^3.4.2', typescript: nest.typescript, ...nest.runner },
  };
  const typeOrmImport = `\n  imports: [\n    TypeOrmModule.forRoot({\n      type: '${database.type}',\n      ${database.options},\n      autoLoadEntities: true,\n    }),\n  ],\n`;
  return {
    name: `${nestName}-${databaseName}-${connection}`,
    flags: { database: databaseName, ...(databaseName === 'postgres' && { schema: 'jobs' }) },
    files: {
      'package.json': `${JSON.stringify(manifest, null, 2)}\n`,
      'package-lock.json': '{}\n',
      'nest-cli.json': '{ "sourceRoot": "src" }\n',
      '.prettierrc': '{\n  "singleQuote": true,\n  "trailingComma": "all"\n}\n',
      'tsconfig.json': '{ "compilerOptions": { "module": "nodenext", "moduleResolution": "nodenext", "target": "ES2023", "outDir": "./dist", "experimentalDecorators": true } }\n',
      'src/main.ts': `import { NestFactory } from '@nestjs/core';\nimport { AppModule } from './app.module${nest.extension}';\n\nasync function bootstrap() {\n  const app = await NestFactory.create(AppModule);\n  await app.listen(3000);\n}\nvoid bootstrap();\n`,
      'src/app.module.ts': `import { Module } from '@nestjs/common';\n${usesTypeOrm ? "import { TypeOrmModule } from '@nestjs/typeorm';\n" : ''}\n@Module({${usesTypeOrm ? typeOrmImport : '\n  imports: [],\n'}})\nexport class AppModule {}\n`,
    },
  };
}
