import type { AddOptions } from '../options/add-options.ts';
import type { WantedDependency } from '../patch/add-dependencies.ts';
import type { Connection } from './choose-connection.ts';
import type { Telemetry } from './choose-telemetry.ts';

/**
 * The packages that the emitted module needs beside Nest: `range` for a host without it, `minimum` for one that has it. The lowest version
 * of every range is a published one, because a host that pins exact versions gets just that.
 */
export const dependencyCatalogue = {
  /** Reads cron expressions; 11 is the first that can treat lists of hours well where clocks are changed. */
  croner: { name: 'croner', range: '^11.0.0', minimum: '11.0.0', section: 'dependencies' },
  /** Only where the host has it already. */
  openTelemetry: { name: '@opentelemetry/api', range: '^1.9.0', minimum: '1.3.0', section: 'dependencies' },
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

/** What decides on the packages. */
export interface DependencyChoices {
  readonly database: AddOptions['database'];
  readonly connection: Connection['kind'];
  readonly telemetry: Telemetry;
}

/** What a host needs for these choices. The driver also where TypeORM is there already: a connection of the module's own uses it. */
export function dependenciesFor({ database, connection, telemetry }: DependencyChoices): readonly WantedDependency[] {
  const { typeorm, reflectMetadata, croner, openTelemetry } = dependencyCatalogue;
  return [
    typeorm,
    ...(connection === 'own' ? [reflectMetadata] : []),
    driver[database],
    croner,
    ...(telemetry === 'opentelemetry' ? [openTelemetry] : []),
  ];
}
