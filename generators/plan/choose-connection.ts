import type { Host, ImportedName, InjectionToken, MongoClientProvider, TypeOrmConfiguration } from '../host/host.ts';
import type { AddOptions, EfOptions, MongodbOptions } from '../options/add-options.ts';

/** Whose connection the jobs are on when no connection string of their own is set. */
export type Connection =
  | { readonly kind: 'nestjs-typeorm'; readonly application: TypeOrmConfiguration; readonly cli: readonly TypeOrmConfiguration[] }
  | { readonly kind: 'nestjs-mongoose'; readonly name: string; readonly rootFactory: string | null }
  /** `module` is to be imported for it; `null` where it is global. */
  | { readonly kind: 'mongo-client'; readonly provider: MongoClientProvider; readonly token: InjectionToken; readonly module: ProvidingModule | null }
  /** The host has no connection that would do. */
  | { readonly kind: 'own' };

export interface ProvidingModule {
  readonly className: string;
  readonly imported: ImportedName;
}

const own: Connection = { kind: 'own' };

/** The host's connection to the chosen database by the chosen means; none: one of the module's own. */
export function chooseConnection(host: Host, options: AddOptions): Connection {
  switch (options.provider) {
    case 'ef':
      return typeOrmConnection(host, options);
    case 'mongodb':
      return mongodbConnections[options.driver](host, options);
    default:
      return options satisfies never;
  }
}

/** The default one, else the first. */
function typeOrmConnection(host: Host, options: EfOptions): Connection {
  const configurations = host.typeorm?.nestModule ? host.typeorm.configurations : [];
  const fits = ({ database, evidence }: TypeOrmConfiguration) => (database?.value ?? options.database) === options.database && !isOurs(evidence, options);
  const applications = configurations.filter((configuration) => configuration.role === 'application' && fits(configuration));
  const application = applications.find((configuration) => configuration.name === 'default') ?? applications[0];
  return application ? { kind: 'nestjs-typeorm', application, cli: configurations.filter((configuration) => configuration.role === 'cli' && fits(configuration)) } : own;
}

/** A client is of the driver that made it, which would not know the values of another version: Mongoose brings its own. */
const mongodbConnections: Readonly<Record<MongodbOptions['driver'], (host: Host, options: MongodbOptions) => Connection>> = {
  mongoose: ({ mongodb }, options) => {
    const named = mongodb.connections.flatMap(({ name, rootFactory, evidence }) => (name === null || isOurs(evidence, options) ? [] : [{ kind: 'nestjs-mongoose', name, rootFactory } as const]));
    return named.find(({ name }) => name === 'default') ?? named[0] ?? own;
  },
  mongodb: ({ mongodb }, options) => {
    const clients = mongodb.clients.filter(({ evidence }) => !isOurs(evidence, options)).toSorted(databasesFirst);
    return clients.flatMap(openConnection)[0] ?? own;
  },
};

/** They tell which database is the application's. */
function databasesFirst(one: MongoClientProvider, other: MongoClientProvider): number {
  return Number(one.value === 'client') - Number(other.value === 'client');
}

function openConnection(provider: MongoClientProvider): readonly Connection[] {
  const { token, access } = provider;
  if (token === null || access.kind === 'hidden') {
    return [];
  }
  return [{ kind: 'mongo-client', provider, token, module: access.kind === 'global' ? null : access }];
}

function isOurs({ file }: { readonly file: string }, { path }: AddOptions): boolean {
  return file.startsWith(`${path}/`);
}
