import type { Host, TypeOrmConfiguration } from '../host/host.ts';
import type { AddOptions } from '../options/add-options.ts';

/** Whose connection the jobs are on when no connection string of their own is set. */
export type Connection =
  | { readonly kind: 'nestjs-typeorm'; readonly application: TypeOrmConfiguration; readonly cli: readonly TypeOrmConfiguration[] }
  /** The host has no TypeORM connection to the chosen database. */
  | { readonly kind: 'own' };

/** The host's TypeORM connection to the chosen database: the default one, else the first; none: one of the module's own. */
export function chooseConnection(host: Host, options: AddOptions): Connection {
  const configurations = host.typeorm?.nestModule ? host.typeorm.configurations : [];
  const isOurs = ({ evidence }: TypeOrmConfiguration) => evidence.file.startsWith(`${options.path}/`);
  const fits = (configuration: TypeOrmConfiguration) => (configuration.database?.value ?? options.database) === options.database && !isOurs(configuration);
  const applications = configurations.filter((configuration) => configuration.role === 'application' && fits(configuration));
  const application = applications.find((configuration) => configuration.name === 'default') ?? applications[0];
  return application ? { kind: 'nestjs-typeorm', application, cli: configurations.filter((configuration) => configuration.role === 'cli' && fits(configuration)) } : { kind: 'own' };
}
