import type { AddOptions } from '../options/add-options.ts';
import type { WantedDependency } from '../patch/add-dependencies.ts';
import type { Connection } from './choose-connection.ts';

/**
 * The packages that the emitted module needs beside Nest: `range` for a host without it, `minimum` for one that has it. The lowest version
 * of every range is a published one, because a host that pins exact versions gets just that.
 */
export const dependencyCatalogue = {
  typeorm: { name: 'typeorm', range: '^1.1.0', minimum: '0.3.20', section: 'dependencies' },
  /** TypeORM needs it, and since 1.0 leaves it to the host. */
  reflectMetadata: { name: 'reflect-metadata', range: '^0.2.2', minimum: '0.1.14', section: 'dependencies' },
  pg: { name: 'pg', range: '^8.16.0', minimum: '8.5.1', section: 'dependencies' },
  /** TypeORM 1.1 names 12 as its peer, so npm refuses to install 13 beside it. */
  betterSqlite3: { name: 'better-sqlite3', range: '^12.4.1', minimum: '8.0.0', section: 'dependencies' },
} as const satisfies Record<string, WantedDependency>;

const driver = {
  postgres: dependencyCatalogue.pg,
  sqlite: dependencyCatalogue.betterSqlite3,
} as const satisfies Record<AddOptions['database'], WantedDependency>;

/** What a host needs for the chosen database. The driver also where TypeORM is there already: a connection of the module's own uses it. */
export function dependenciesFor(database: AddOptions['database'], connection: Connection['kind']): readonly WantedDependency[] {
  switch (connection) {
    case 'own':
      return [dependencyCatalogue.typeorm, dependencyCatalogue.reflectMetadata, driver[database]];
    case 'nestjs-typeorm':
      return [dependencyCatalogue.typeorm, driver[database]];
    default:
      return connection satisfies never;
  }
}
