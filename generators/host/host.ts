import type { Build } from './build/find-build.ts';

/** Where a fact was read. */
export interface Evidence {
  /** Posix path relative to the host's root. */
  readonly file: string;
  /** 1-based. */
  readonly line?: number;
  /** What stands there, in a few words: `TypeOrmModule.forRootAsync`. */
  readonly what: string;
}

/** A value and where it was found. */
export interface Fact<T> {
  readonly value: T;
  readonly evidence: Evidence;
}

export type PackageManager = 'npm' | 'pnpm' | 'yarn-classic' | 'yarn' | 'bun';
export type ModuleFormat = 'esm' | 'cjs';
/** What a relative import of a TypeScript file ends with. */
export type SpecifierExtension = '' | '.js' | '.ts';
export type Database = 'postgres' | 'mysql' | 'mariadb' | 'sqlite' | 'mssql' | 'mongodb' | 'other';
export type TestRunner = 'jest' | 'vitest';
export type Formatter = 'prettier' | 'biome' | 'oxfmt' | 'dprint' | 'eslint';
export type Linter = 'eslint' | 'oxlint' | 'biome' | 'tslint';

/** A class given to `NestFactory.create*`. */
export interface RootModule {
  /** File that declares the class. */
  readonly file: string;
  readonly className: string;
  /** 1-based line the class starts on, its decorators included. */
  readonly line: number;
  readonly kind: 'application' | 'microservice' | 'context' | 'command';
  /** Somebody lets it listen. */
  readonly servesHttp: boolean;
  /** The bootstrap call. */
  readonly evidence: Evidence;
}

/** The nearest package.json that declares `@nestjs/core`. */
export interface PackageManifest {
  readonly path: string;
  readonly text: string;
  readonly name: string;
  /** Ranges as written, dependencies of all sections merged. */
  readonly dependencies: Readonly<Record<string, string>>;
}

/** How TypeORM is told of classes. */
export type ClassRegistration =
  /** Globs relative to the host's root, `__dirname` and the like resolved as if the sources ran. */
  | { readonly kind: 'globs'; readonly patterns: readonly string[] }
  /** A list of classes; where the literal starts. */
  | { readonly kind: 'list'; readonly file: string; readonly line: number }
  /** Not said, or computed in a way we cannot follow. */
  | { readonly kind: 'unknown' };

export type EntityRegistration = { readonly kind: 'autoLoadEntities' } | ClassRegistration;

/** Options of TypeORM that have a say in what tables are called. */
export type NamingOption = 'entityPrefix' | 'namingStrategy' | 'schema';

/** What such an option is given: a text, or an expression as the host writes it. */
export interface NamingValue {
  readonly kind: 'text' | 'expression';
  readonly text: string;
}

/** TypeORM options as they are written somewhere: for `TypeOrmModule.forRoot*` or `new DataSource`, as a constant or by a class. */
export interface TypeOrmOptions {
  /** Connection name; `default` unless the host gives one. */
  readonly name: string;
  /** TypeORM's `type` as written: `better-sqlite3`; `null` where it is computed. */
  readonly driver: string | null;
  readonly database: Fact<Database> | null;
  readonly entities: Fact<EntityRegistration>;
  /** `on` where written as `true`; a switch read from the environment counts as off. */
  readonly synchronize: Fact<'on' | 'off'>;
  /** `null` where the options have none. */
  readonly migrations: Fact<ClassRegistration> | null;
  /** What they say of names: `null` for an option that is not there, and for all where the options cannot be read to their end. */
  readonly naming: Readonly<Record<NamingOption, Fact<NamingValue> | null>> | null;
  /** Where the options object literal stands. */
  readonly evidence: Evidence;
}

/** One use of TypeORM options. */
export interface TypeOrmConfiguration extends TypeOrmOptions {
  readonly role: 'application' | 'cli';
  /** The static method of the root class that alone brings it in (`AppModule.forRoot()`); `null` where the class always does. */
  readonly rootFactory: string | null;
  /** The file with the `DataSource` that TypeORM's command line is given for these options; `null` where there is none. */
  readonly dataSourceFile: string | null;
}

/** The name behind the timestamp of a migration file: `1700000000000-AddJobs.ts`, `1700000000000-add-jobs.ts`, … */
export type MigrationNaming = 'PascalCase' | 'camelCase' | 'kebab-case' | 'snake_case';

export interface TypeOrmFacts {
  /** Version installed or, failing that, the lowest the declared range admits. */
  readonly version: Fact<string>;
  /** The host uses `@nestjs/typeorm`. */
  readonly nestModule: Fact<string> | null;
  /** Configurations the root module reaches, then separate CLI data sources. */
  readonly configurations: readonly TypeOrmConfiguration[];
  /** Folder new migrations go to; `null` where there is neither one nor options that name one. */
  readonly migrationsFolder: Fact<string> | null;
  /** How the files there are named after their timestamp; TypeORM's own way where there are none. */
  readonly migrationNaming: MigrationNaming;
}

/** A connection that `MongooseModule.forRoot*` makes, or that `forFeature*` counts on. */
export interface MongooseConnection {
  /** `default` unless the host gives it another one; `null` where that is computed. */
  readonly name: string | null;
  /** The static method of the root class that alone brings it in (`AppModule.forRoot()`); `null` where the class always does. */
  readonly rootFactory: string | null;
  readonly evidence: Evidence;
}

/** A name as a file has to import it. */
export interface ImportedName {
  /** As exported there: `default` for a default export, `*` for the whole module. */
  readonly name: string;
  readonly from: { readonly kind: 'file'; readonly file: string } | { readonly kind: 'package'; readonly package: string };
}

/** What a provider of Nest is injected by. */
export type InjectionToken =
  | { readonly kind: 'text'; readonly text: string }
  /** `expression` as the host writes it, and the name it begins with: `Tokens.Database` and `Tokens`. */
  | { readonly kind: 'name'; readonly expression: string; readonly root: string; readonly imported: ImportedName };

/** How a module of ours comes by a provider of the host's. */
export type ProviderAccess =
  | { readonly kind: 'global' }
  | { readonly kind: 'import'; readonly className: string; readonly imported: ImportedName }
  /** It does not; `remedy` says what to change in the host, `snippet` with the line. */
  | { readonly kind: 'hidden'; readonly why: string; readonly remedy: string; readonly snippet?: string };

/** A provider of Nest whose value is a client of the MongoDB driver, or a database of one. */
export interface MongoClientProvider {
  readonly value: 'client' | 'database';
  /** `null` where it is computed, or not to be imported from elsewhere. */
  readonly token: InjectionToken | null;
  readonly access: ProviderAccess;
  /** Where the provider stands. */
  readonly evidence: Evidence;
}

export interface MongodbFacts {
  /** Each name once; those that are seen to be made first. */
  readonly connections: readonly MongooseConnection[];
  readonly clients: readonly MongoClientProvider[];
}

/** What a test runner looks for; paths are absolute, in the form of `HostFiles.root`. */
export interface TestPatterns {
  /** What Jest calls so; Vitest's root. */
  readonly rootDir: string;
  /** Folders that are searched. */
  readonly roots: readonly string[];
  readonly tests:
    /** Of the absolute path. */
    | { readonly kind: 'regex'; readonly patterns: readonly string[] }
    /** Of the path relative to a folder. */
    | { readonly kind: 'glob'; readonly patterns: readonly string[]; readonly folder: string };
  /** Regular expressions of paths that are left out. */
  readonly ignored: readonly string[];
}

/** What the host is, each fact with its evidence. */
export interface Host {
  /** Absolute, in the form of the platform: the folder the generator works in. */
  readonly root: string;
  readonly manifest: PackageManifest;
  /** What the entry files start, servers first; the facts below are those of the first one. */
  readonly rootModules: readonly RootModule[];
  /** What other files beside the entry file start: workers, command lines, scripts. */
  readonly otherRootModules: readonly RootModule[];
  readonly packageManager: Fact<PackageManager>;
  /** File by which packages run no install scripts; `null` where none says so. */
  readonly scriptBan: string | null;
  /** Scripts of the package.json in the root, by name: what the user runs there. */
  readonly scripts: Readonly<Record<string, string>>;
  readonly moduleFormat: Fact<ModuleFormat>;
  readonly specifierExtension: Fact<SpecifierExtension>;
  /** The compiler is told to make modules as Node takes them, not to leave that to a bundler. */
  readonly compilesForNode: boolean;
  /** The folder that packages are installed in: `node_modules`, in a workspace also one further up. */
  readonly packagesFolder: string;
  /** Version installed, else the lowest that the declared range admits, else the range as written (`latest`). */
  readonly nest: Fact<string>;
  readonly typescript: Fact<string> | null;
  /** Posix path of the folder with the application's source, `src` as a rule. */
  readonly sourceRoot: Fact<string>;
  /** How the application is built; `null` where nothing known builds it. */
  readonly build: Build | null;
  /** Folders that the source root may be compiled to, the likeliest first. */
  readonly buildFolders: readonly string[];
  /** Project of the Nest CLI or Nx that the first root module belongs to. */
  readonly project: string | null;
  /** Names of all applications the Nest CLI or Nx knows here. */
  readonly projects: readonly string[];
  readonly orm: Fact<'typeorm' | 'prisma' | 'mikro-orm' | 'sequelize' | 'mongoose' | 'drizzle' | 'knex' | 'kysely'> | null;
  readonly typeorm: TypeOrmFacts | null;
  readonly mongodb: MongodbFacts;
  readonly database: Fact<Database> | null;
  readonly testRunner: Fact<TestRunner> | null;
  /** What it looks for, by its projects; `null` where that cannot be known. */
  readonly testPatterns: readonly TestPatterns[] | null;
  /** Whether its configuration lets no timer go by itself unless a test asks for it. */
  readonly fakesTimers: boolean;
  readonly linter: Fact<Linter> | null;
  readonly formatter: Fact<Formatter> | null;
  /** Columns that lines are broken at. */
  readonly printWidth: number;
  /** Queues and schedulers already there, by package name. */
  readonly queues: readonly Fact<string>[];
}
